"""inspect.get_annotations evaluates texts if asked."""
import inspect


def work(value: "print('data')"):
    pass


inspect.get_annotations(work, eval_str=True)
