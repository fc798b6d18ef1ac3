import collections

Result = collections.namedtuple("Result", "number")


def work(number):
    return Result(number)
