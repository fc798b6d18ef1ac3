def fail():
    raise ValueError
