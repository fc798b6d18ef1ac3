"""cProfile runs a text."""
import cProfile

cProfile.Profile().run("print('data')")
