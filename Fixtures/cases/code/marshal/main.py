"""marshal makes a code object out of bytes."""
import marshal
import types


def work():
    print("data")


types.FunctionType(marshal.loads(marshal.dumps(work.__code__)), globals())()
