"""doctest puts the trace function back that it found: none."""
import doctest


def work():
    """
    >>> work()
    1
    """
    return 1


print(doctest.testmod())
