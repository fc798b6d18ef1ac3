"""inspect.signature evaluates texts if asked."""
import inspect


def work(value: "print('data')"):
    pass


inspect.signature(work, eval_str=True)
