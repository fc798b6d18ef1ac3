"""Errors with their lines, groups of frames, and warnings."""
import linecache
import traceback
import warnings


def work():
    raise ValueError("text")


try:
    work()
except ValueError as error:
    summary = traceback.extract_tb(error.__traceback__)
    print(summary[-1].line, "".join(traceback.format_exception_only(type(error), error)).strip())
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("noted", DeprecationWarning)
print(caught[0].message, linecache.getline(__file__, 1)[:10])
