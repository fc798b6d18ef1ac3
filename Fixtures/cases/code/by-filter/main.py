"""filter calls eval."""
list(filter(eval, ["print('data')"]))
