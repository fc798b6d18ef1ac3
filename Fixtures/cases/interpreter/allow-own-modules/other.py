VALUE = 1


def work():
    return VALUE
