"""itertools.starmap calls exec."""
import itertools

list(itertools.starmap(exec, [("print('data')", {})]))
