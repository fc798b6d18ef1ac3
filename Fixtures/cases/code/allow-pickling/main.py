"""Writing pickles, and copying, which calls __reduce_ex__ and __deepcopy__."""
import collections
import copy
import datetime
import decimal
import fractions
import pickle


class Kind:
    def __init__(self, value):
        self.value = value


first = Kind([1, {"a": decimal.Decimal("1.5"), "b": fractions.Fraction(1, 3), "c": datetime.date(2020, 1, 2)}])
second = copy.deepcopy(first)
print(second.value == first.value, second.value is first.value, copy.copy(first).value is first.value)
print(len(pickle.dumps(first)) > 50, copy.deepcopy(collections.OrderedDict(a=[1]))["a"], copy.deepcopy(collections.Counter("aab"))["a"])
