"""A pickle can call anything, print too: reading pickles at all is execution."""
import pickle

pickle.loads(b"cbuiltins\nprint\n(S'data'\ntR.")
