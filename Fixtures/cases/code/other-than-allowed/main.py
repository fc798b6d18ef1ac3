"""The package may, but the program may not."""
import renderer

assert renderer.render("1 + 1") == 2
eval("print('data')")
