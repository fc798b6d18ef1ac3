"""A pickle names a module."""
import pickle

pickle.loads(b"csecret\nVALUE\n.")
