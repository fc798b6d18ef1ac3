"""The statement, as a function runs."""


def work():
    import secret

    return secret


work()
