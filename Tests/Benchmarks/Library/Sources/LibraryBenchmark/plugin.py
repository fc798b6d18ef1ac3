"""What the benchmark calls."""


def nothing():
    pass


def echo(value):
    return value
