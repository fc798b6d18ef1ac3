import os

os.mkdir("../elsewhere")
with open("../elsewhere/program", "w") as file:
    print("import sys\nimport module\nprint(module.VALUE, sys.argv[1:])", file=file)
with open("../elsewhere/module.py", "w") as file:
    print("VALUE = 1", file=file)
