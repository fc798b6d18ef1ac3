"""The import happens as the interpreter ends."""
import atexit

atexit.register(__import__, "secret")
