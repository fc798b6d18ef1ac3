"""A code object is replaced by one with another constant."""


def work():
    print("none")


code = work.__code__
work.__code__ = code.replace(co_consts=tuple("data" if each == "none" else each for each in code.co_consts))
work()
