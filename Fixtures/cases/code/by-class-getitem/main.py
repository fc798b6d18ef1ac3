"""Kind[...] is eval."""


class Kind:
    __class_getitem__ = eval


Kind["print('data')"]
