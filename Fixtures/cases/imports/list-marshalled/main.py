"""A function made of bytes that say it is of a module in the list, in a file that does not exist."""
import marshal
import os

NAME = os.path.abspath("json.py")


def work():
    import secret


OTHER = "x" * len(NAME)
data = marshal.dumps(work.__code__.replace(co_filename=OTHER)).replace(OTHER.encode(), NAME.encode())
work.__code__ = marshal.loads(data)
work()
