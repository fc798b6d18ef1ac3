"""json calls a partial of eval with an empty dict, which is its namespace."""
import functools
import json

json.loads("{}", object_hook=functools.partial(eval, "print('data')"))
