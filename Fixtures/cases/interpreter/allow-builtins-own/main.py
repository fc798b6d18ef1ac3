"""Names of the program's own that hide builtins in its module only."""


def open(name):
    return name


def work(len=3, input=4):
    return len + input


__import__ = None
print(open("a"), work())
