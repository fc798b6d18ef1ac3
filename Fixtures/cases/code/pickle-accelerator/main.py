"""_pickle, below pickle."""
import _pickle
import io

_pickle.Unpickler(io.BytesIO(b"cbuiltins\nprint\n(S'data'\ntR.")).load()
