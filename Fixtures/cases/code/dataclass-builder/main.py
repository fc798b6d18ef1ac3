"""The object by which dataclasses makes functions."""
import dataclasses


class Kind:
    pass


builder = dataclasses._FuncBuilder({})
builder.add_fn("work", [], ["  print('data')"])
builder.add_fns_to_class(Kind)
Kind.work()
