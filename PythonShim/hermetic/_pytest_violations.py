# Violations as the pytest plugin sees them, and which of them a test expects: run into the plugin's namespace,
# before it.

import os
import weakref


class _Seen:
    """A violation, without the frames and all that they keep alive."""

    def __init__(self, violation):
        self.violation = weakref.ref(violation)
        self.expected = False
        self._message, self._caller, self._rule = str(violation), violation.caller, violation.rule

    def text(self, config):
        said = self._message
        if self._caller:
            file, line, function = self._caller
            said = f"{_short(file, config)}:{line}: {said}, in {function}"
        return f"{said} ({_short(self._rule, config)})" if self._rule else said


def _short(file, config):
    folder = f"{config.rootpath}{os.sep}"
    return file[len(folder):] if file.startswith(folder) else file


def _chain(error):
    """An exception and all that led to it, those in groups included."""
    found, left = [], [error]
    while left:
        each = left.pop()
        if each is not None and not any(each is known for known in found):
            found.append(each)
            left += [each.__cause__, each.__context__]
            if isinstance(getattr(each, "exceptions", None), (tuple, list)):
                left += [inner for inner in each.exceptions if isinstance(inner, BaseException)]
    return found


def _expects_violations(item):
    """Whether a doctest shows one: its runner catches them all, and compares what they say."""
    examples = getattr(getattr(item, "dtest", None), "examples", ())
    return any("PolicyViolation" in (example.exc_msg or "") for example in examples)


# MARK: What pytest does not tell its plugins


def _watch_pytest():
    """Learns of the exceptions that tests expect, and holds the ends of fixtures to what they are held to."""
    from unittest.case import _AssertRaisesContext

    from _pytest._code import ExceptionInfo
    from _pytest.fixtures import FixtureDef

    if hasattr(FixtureDef.finish, "__wrapped__"):
        return

    def finish(original):
        def finish(self, request):
            run = request.config.pluginmanager.get_plugin(_Run.NAME)
            if self.scope == "function" or run is None or self.cached_result is None:
                return original(self, request)
            with run.under(_owner(request)):
                return original(self, request)

        return finish

    # What becomes an ExceptionInfo is either expected, by pytest.raises, or reported.
    def fill_unfilled(original):
        def fill_unfilled(self, exc_info):
            _expect(exc_info[1])
            return original(self, exc_info)

        return fill_unfilled

    def __init__(original):
        def __init__(self, excinfo, *arguments, **keywords):
            if excinfo is not None:
                _expect(excinfo[1])
            original(self, excinfo, *arguments, **keywords)

        return __init__

    def assertion(original):
        def __exit__(self, exc_type, exc_value, tb):
            expected = original(self, exc_type, exc_value, tb)
            if expected and exc_value is not None:
                _expect(exc_value)
            return expected

        return __exit__

    _wrap(FixtureDef, "finish", finish)
    _wrap(ExceptionInfo, "fill_unfilled", fill_unfilled)
    _wrap(ExceptionInfo, "__init__", __init__)
    _wrap(_AssertRaisesContext, "__exit__", assertion)


def _wrap(kind, name, make):
    from functools import wraps

    original = vars(kind)[name]
    setattr(kind, name, wraps(original)(make(original)))


def _expect(error):
    for run in _runs:
        run.expect(error)
