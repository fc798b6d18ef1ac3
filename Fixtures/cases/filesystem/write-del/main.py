"""A finalizer writes as the interpreter ends."""
import io


class Last:
    def __del__(self, open=io.FileIO):
        open("new", "w").write(b"data")


last = Last()
