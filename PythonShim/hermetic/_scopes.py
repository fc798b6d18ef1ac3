# What `import hermetic` adds to the exceptions: scopes and grants. Run into the package's own namespace,
# in which the engine has put `_Scope` and the functions that begin with an underscore. `_asking`,
# `_seal` and `_starts` follow into the same.

import sys as _sys
import contextlib as _contextlib

__all__ = [
    "PolicyViolation", "HermeticError", "BootstrapError", "hermetic_blocker", "with_hermetic", "scope",
    "permit", "check", "policy", "violations", "on_violation", "Decision", "Rule", "Violation",
    "__version__",
]


# MARK: Scopes


class _Block(_Scope):
    """A stretch of code with a policy of its own: a context manager, also an asynchronous one, and a decorator.

    A scope only narrows: what it allows is allowed as far as the policy of the run and every other scope in
    force allow it too.
    """

    def __call__(self, function):
        """Decorates a function, a coroutine function, a generator function or an asynchronous one.

        Each call is a block of its own; so is each run of a generator or coroutine, as long as it runs.
        """
        return _decorate(self, function)

    def _again(self):
        made = object.__new__(type(self))
        made._copy_from(self)
        return made


def _decorate(block, function):
    from functools import wraps
    from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction

    if isinstance(function, (staticmethod, classmethod)):
        return type(function)(_decorate(block, function.__func__))
    if isinstance(function, type):
        raise TypeError("a scope decorates functions, not classes")
    if not callable(function):
        raise TypeError(f"a scope decorates functions, not {type(function).__name__}")
    again = block._again
    again()._for(function)
    # Each looks its function up once: the one that is asked about is the one that is called.
    if iscoroutinefunction(function):

        @wraps(function)
        async def wrapper(*arguments, **keywords):
            called = function
            with again()._for(called):
                return await called(*arguments, **keywords)

    elif isasyncgenfunction(function):

        @wraps(function)
        async def wrapper(*arguments, **keywords):
            called = function
            with again()._for(called):
                generator = called(*arguments, **keywords)
                try:
                    value = await generator.__anext__()
                    while True:
                        try:
                            sent = yield value
                        except GeneratorExit:
                            raise
                        except BaseException as error:
                            value = await generator.athrow(error)
                        else:
                            value = await generator.asend(sent)
                except StopAsyncIteration:
                    pass
                finally:
                    await generator.aclose()

    elif isgeneratorfunction(function):

        @wraps(function)
        def wrapper(*arguments, **keywords):
            called = function
            with again()._for(called):
                return (yield from called(*arguments, **keywords))

    else:

        @wraps(function)
        def wrapper(*arguments, **keywords):
            called = function
            with again()._for(called):
                return called(*arguments, **keywords)

    return wrapper


class scope(_Block):
    """A policy for the block that enters it, and for all that is called and started there.

    The keywords are those of the command line's options, with underscores (`hermetic --help`): flags such as
    `block_network`, `fs_readonly` or `block_subprocess` take True, lists such as `allow_domains`, `allow_read` or
    `deny_imports` take texts.

        >>> import hermetic, socket
        >>> with hermetic.scope(block_network=True):
        ...     socket.create_connection(("192.0.2.1", 443))
        Traceback (most recent call last):
            ...
        hermetic.PolicyViolation: network disabled: connect(192.0.2.1:443)

    With `across="process"` it holds for every thread of the process; otherwise it follows the thread, task,
    generator or coroutine that enters it, and the threads, tasks and callbacks started there.

    Raises TypeError for an unknown keyword and ValueError for a value that is none.
    """

    def __init__(self, *, across="context", sealed=False, **options):
        if across not in ("context", "process"):
            raise ValueError(f"across is 'context' or 'process', not {across!r}")
        if sealed and across != "process":
            raise ValueError("only a scope across the process can be sealed")
        file, line = _caller()
        pairs = tuple(_pairs(options))
        self._configure(pairs, False, across == "process", bool(sealed), file, line, False)


def _caller():
    frame = _sys._getframe(2)
    while frame is not None and frame.f_code.co_filename == "<hermetic>":
        frame = frame.f_back
    return (frame.f_code.co_filename, frame.f_lineno) if frame else ("<unknown>", 0)


def _pairs(options):
    for keyword, value in options.items():
        if value is None or value is False:
            # What is switched off must have its name right all the same.
            yield keyword, None
        elif value is True:
            yield keyword, ()
        elif isinstance(value, (str, bytes)) or hasattr(value, "__fspath__"):
            yield keyword, (_text(value),)
        else:
            yield keyword, tuple(_text(item) for item in value) or None


def _text(value):
    from os import fsdecode

    if not isinstance(value, (str, bytes)) and not hasattr(value, "__fspath__"):
        raise TypeError(f"a value is a text or a path, not {type(value).__name__}")
    return fsdecode(value)


# MARK: Grants


class permit(_Block):
    """A grant for a block: what the policy refuses, but lets code ask for.

    What may be asked for is said on the command line (`--grantable domain:example.com`) or in the policy file
    (`[grantable]`), and there alone. `domains` are hosts as `--allow-domain` takes them, `read` and `write` paths,
    `env` names of variables, `command` programs, `native` packages; each a text or several.

        >>> import hermetic
        >>> with hermetic.permit("example.com"):
        ...     bool(hermetic.check("connect", "example.com:443"))
        True
        >>> bool(hermetic.check("connect", "example.com:443"))
        False

    It holds for the frame that enters it and all that is called and started there, and no longer than the
    block. Each is for one block; decorated functions have one a call.

    Raises ValueError where there is no such ceiling, or where it does not include what is asked for.
    """

    def __init__(self, *domains, read=(), write=(), env=(), command=(), native=()):
        options = {
            "allow_domains": domains, "allow_read": read, "allow_write": write, "allow_env": env,
            "allow_commands": command, "allow_native": native,
        }
        pairs = tuple(_pairs(options))
        if not any(values for _, values in pairs):
            raise TypeError("permit() is given nothing to permit")
        file, line = _caller()
        self._configure(pairs, True, False, False, file, line, False)


# MARK: Who acts for others


def _codes_of(module):
    """All code of a module's functions and classes, and what is made within them."""
    found, waiting = [], [vars(module)]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, dict):
            for value in thing.values():
                value = getattr(value, "__func__", value)
                if isinstance(value, type) and value.__module__ == module.__name__:
                    waiting.append(dict(vars(value)))
                elif getattr(value, "__module__", None) == module.__name__ and hasattr(value, "__code__"):
                    waiting.append(value.__code__)
        elif thing not in found:
            found.append(thing)
            waiting += [value for value in thing.co_consts if isinstance(value, type(thing))]
    return tuple(found)


# What enters and leaves scopes for others.
_contextlib_codes = _codes_of(_contextlib)
