"""An unpickler of the program's own, whose find_class gives eval for every name."""
import io
import pickle


class Reader(pickle.Unpickler):
    def find_class(self, module, name):
        return eval


Reader(io.BytesIO(b"cfractions\nFraction\n(S'print(\"data\")'\ntR.")).load()
