"""operator.methodcaller calls eval as the module's method."""
import builtins
import operator

operator.methodcaller("eval", "print('data')")(builtins)
