"""A method whose function is eval and whose object is the source."""
import types

types.MethodType(eval, "print('data')")()
