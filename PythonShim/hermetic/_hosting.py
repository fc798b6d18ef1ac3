# What a host's calls need of Python, run once into a namespace of its own before any plugin. The engine has put
# `_PolicyViolation` there.

import datetime as _datetime
import enum as _enum
import importlib.machinery
import importlib.util
import os as _os
import sys as _sys
import traceback as _traceback

_epoch = _datetime.datetime(1970, 1, 1, tzinfo=_datetime.timezone.utc)


class Interrupted(BaseException):
    """The host no longer waits for the call: its deadline has passed, or it was cancelled."""


# MARK: Plugins


def load(name, path, folder):
    """Imports the code at a path as a module of its own; `folder` is where its submodules are, or None.

    It has its name unless somebody else has: two plugins may be called alike, a plugin may be loaded twice, and none stands
    in the way of an installed module.
    """
    name = _free(name, path)
    spec = importlib.util.spec_from_file_location(
        name, path, submodule_search_locations=None if folder is None else [folder])
    if spec is None:
        raise ImportError(f"{path} is no Python code", name=name, path=path)
    module = importlib.util.module_from_spec(spec)
    _sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        forget(module)
        raise
    return module


def _free(name, path):
    number, free = 1, name
    while free in _sys.modules or _is_elsewhere(free, path):
        number += 1
        free = f"{name}_{number}"
    return free


def _is_elsewhere(name, path):
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return False
    return spec is not None and spec.origin != path


def forget(module):
    """Has a plugin's module, and its submodules, imported anew the next time."""
    name = module.__name__
    for other in [*_sys.modules]:
        if _sys.modules.get(other) is module or other.startswith(name + "."):
            _sys.modules.pop(other, None)


def find(name):
    """Imports an installed module."""
    return importlib.import_module(name)


def add_path(folder):
    """Lets modules be found in a folder, after all others."""
    if folder not in _sys.path:
        _sys.path.append(folder)
        importlib.invalidate_caches()


# MARK: Failures


def describe(kind, value, trace):
    """An exception's type, message and traceback; the status it exits with; the violation's rule and caller."""
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__"):
        name = f"{kind.__module__}.{name}"
    try:
        message = str(value)
    except Exception:
        message = "<the message cannot be made>"
    try:
        text = "".join(_traceback.format_exception(kind, value, trace))
    except Exception:
        text = ""
    status = None
    if isinstance(value, SystemExit):
        code = value.code
        status = code if isinstance(code, int) else 0 if code is None else 1
    rule = caller = None
    if isinstance(value, _PolicyViolation):
        rule, caller = value.rule or "", value.caller or ("", 0, "")
        caller = (str(caller[0]), int(caller[1]), str(caller[2]))
    return name, message, text, status, rule, caller


# MARK: Values


def moment(seconds):
    """The moment so many seconds after 1970 began, in UTC."""
    return _epoch + _datetime.timedelta(seconds=seconds)


def simplify(value):
    """What a value of no type that both sides have amounts to, as `(True, simpler)`; or None."""
    # Its type is asked: what it says that its class is may be anything.
    kind = type(value)
    if issubclass(kind, _datetime.datetime):
        if value.tzinfo is None:
            value = value.astimezone()
        return True, moment_of(value)
    if issubclass(kind, _enum.Enum):
        return True, value.value
    if issubclass(kind, _os.PathLike):
        return True, _os.fspath(value)
    if issubclass(kind, (bytearray, memoryview)):
        return True, bytes(value)
    fields = getattr(kind, "__dataclass_fields__", None)
    if isinstance(fields, dict):
        return True, {name: getattr(value, name) for name in fields}
    # Arrays and numbers of NumPy and its like.
    if hasattr(kind, "dtype"):
        convert = getattr(value, "tolist", None) or getattr(value, "item", None)
        if convert is not None:
            return True, convert()
    if issubclass(kind, (_known("uuid", "UUID"), _known("decimal", "Decimal"))):
        return True, str(value)
    mapping = _sys.modules.get("collections.abc")
    if mapping is not None and issubclass(kind, mapping.Mapping):
        return True, dict(value)
    if issubclass(kind, (range, type({}.keys()), type({}.values()), type({}.items()),
                         _known("collections", "deque"), _known("array", "array"))):
        return True, list(value)
    return None


def pause():
    """Called in the middle of long work of the engine's: here the interpreter looks who else wants something."""


class _Nothing:
    pass


def _known(module, name):
    """A class, if its module has been imported; else one that nothing is of."""
    return getattr(_sys.modules.get(module), name, _Nothing)


class Moment(float):
    """Seconds since 1970: a moment on its way to the host."""


def moment_of(value):
    return Moment((value - _epoch).total_seconds())


# MARK: Coroutines and iterators


def finish(coroutine):
    """Runs a coroutine, or another awaitable, to its end."""
    import asyncio

    async def wait():
        return await coroutine

    return asyncio.run(wait())


class Sequence:
    """The elements of an iterable or asynchronous iterable, taken one after the other from any thread."""

    def __init__(self, value):
        self._loop = None
        if hasattr(value, "__aiter__"):
            import asyncio

            self._loop = asyncio.new_event_loop()
            self._elements = value.__aiter__()
        else:
            self._elements = iter(value)

    def __iter__(self):
        return self

    def __next__(self):
        if self._loop is None:
            return next(self._elements)
        try:
            return self._loop.run_until_complete(self._step())
        except StopAsyncIteration:
            self.close()
            raise StopIteration from None

    async def _step(self):
        return await self._elements.__anext__()

    def close(self):
        elements, self._elements = self._elements, iter(())
        loop, self._loop = self._loop, None
        if loop is None:
            close = getattr(elements, "close", None)
            if close is not None:
                close()
            return
        try:
            close = getattr(elements, "aclose", None)
            if close is not None:
                loop.run_until_complete(close())
        finally:
            loop.close()

    def __del__(self):
        try:
            self.close()
        except Exception:
            pass


for _stream in (_sys.stdout, _sys.stderr):
    # Nobody ends the interpreter, which would write out what is left.
    if _stream is not None and hasattr(_stream, "reconfigure"):
        _stream.reconfigure(line_buffering=True)
