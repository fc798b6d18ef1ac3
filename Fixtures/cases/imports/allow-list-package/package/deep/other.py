import collections

VALUE = 1
