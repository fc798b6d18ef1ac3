"""A missing key is evaluated."""


class Table(dict):
    __missing__ = staticmethod(eval)


Table()["print('data')"]
