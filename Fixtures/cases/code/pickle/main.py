"""A pickle calls eval."""
import pickle

pickle.loads(b"cbuiltins\neval\n(S'print(\"data\")'\ntR.")
