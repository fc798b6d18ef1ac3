def work():
    return __name__
