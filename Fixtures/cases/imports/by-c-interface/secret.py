print("data")
VALUE = 1


def work():
    pass
