"""The program calls itself by the allowed package's name."""
import renderer

globals().update(__name__="renderer", __file__=renderer.__file__, __spec__=renderer.__spec__, __package__="")
eval("print('data')")
