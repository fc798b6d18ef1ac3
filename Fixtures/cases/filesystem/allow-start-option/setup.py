import os

os.mkdir("../elsewhere")
with open("../elsewhere/program", "w") as file:
    print("import module\nprint(module.VALUE)", file=file)
with open("../elsewhere/module.py", "w") as file:
    print("VALUE = 1", file=file)
