"""operator.call."""
import operator

operator.call(eval, "print('data')")
