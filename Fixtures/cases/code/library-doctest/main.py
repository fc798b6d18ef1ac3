"""doctest runs the examples of a text."""
import doctest

doctest.run_docstring_examples(">>> import sys\n>>> print('data', file=sys.__stdout__)\n", {})
