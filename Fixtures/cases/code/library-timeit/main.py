"""timeit runs a text to see how long it takes."""
import timeit

timeit.timeit("print('data')", number=1)
