"""A list's sort calls eval for its keys."""
["print('data')"].sort(key=eval)
