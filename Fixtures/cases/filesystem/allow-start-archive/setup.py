import zipfile

with zipfile.ZipFile("../program.pyz", "w") as archive:
    archive.writestr("__main__.py", "import module\nprint(module.VALUE)\n")
    archive.writestr("module.py", "VALUE = 1\n")
