"""A folder beside the program that is a link to elsewhere; its modules are no modules of the program."""
print(open("package/settings.py").read(), end="")
