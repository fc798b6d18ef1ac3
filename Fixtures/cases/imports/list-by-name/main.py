"""A module that the interpreter itself would import on its way to another program."""
print(__import__("runpy").run_path.__name__)
