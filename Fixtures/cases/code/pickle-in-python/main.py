"""The unpickler that is written in Python."""
import io
import pickle

pickle._Unpickler(io.BytesIO(b"cbuiltins\nprint\n(S'data'\ntR.")).load()
