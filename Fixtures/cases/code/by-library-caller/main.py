"""A function of importlib that calls what it is given."""
import importlib._bootstrap

importlib._bootstrap._call_with_frames_removed(eval, "print('data')", {})
