"""marshal.load reads from an object of the program's own, and the code comes to life by assignment."""
import io
import marshal


def work():
    print("none")


work.__code__ = marshal.load(io.BytesIO(marshal.dumps(work.__code__).replace(b"none", b"data")))
work()
