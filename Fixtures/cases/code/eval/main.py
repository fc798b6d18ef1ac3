"""eval."""
eval("print('data')")
