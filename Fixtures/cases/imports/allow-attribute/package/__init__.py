def secret():
    return 1
