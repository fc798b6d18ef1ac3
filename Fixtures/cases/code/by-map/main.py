"""map calls eval."""
list(map(eval, ["print('data')"]))
