"""eval is found among the objects that the garbage collector knows."""
import gc

[each for each in gc.get_referents(__builtins__.__dict__) if getattr(each, "__name__", "") == "eval"][0]("print('data')")
