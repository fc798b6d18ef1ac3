"""builtins.eval, taken from the module's dict."""
import builtins

vars(builtins)["eval"]("print('data')")
