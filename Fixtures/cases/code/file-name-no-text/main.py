"""The program's file has a name that is no text."""
import marshal


def work():
    print("none")


work.__code__ = marshal.loads(marshal.dumps(work.__code__).replace(b"none", b"data"))
work()
