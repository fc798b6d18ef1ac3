"""A function made of bytes that say it is of the package that may import."""
import marshal

import requests

NAME = requests.__file__


def work():
    import secret


OTHER = "x" * len(NAME)
data = marshal.dumps(work.__code__.replace(co_filename=OTHER)).replace(OTHER.encode(), NAME.encode())
work.__code__ = marshal.loads(data)
work()
