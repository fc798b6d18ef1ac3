# What `import hermetic` adds to the exceptions: scopes, grants, and asking. Run into the package's own namespace,
# in which the engine has put `_Scope` and the functions that begin with an underscore. `_seal` and `_starts`
# follow into the same.

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


# MARK: Asking and watching


class Decision:
    """What the policy says of something: true where it allows it.

    Attributes:
        allowed: whether it does.
        rule: the rule that refuses it, as it was written, or None.

        >>> import hermetic
        >>> with hermetic.scope(block_subprocess=True):
        ...     hermetic.check("run", "/bin/true").allowed
        False
    """

    __slots__ = ("allowed", "rule")

    def __init__(self, allowed, rule):
        self.allowed, self.rule = allowed, rule

    def __bool__(self):
        return self.allowed

    def __repr__(self):
        return "Decision(allowed)" if self.allowed else f"Decision(refused, rule={self.rule!r})"


def check(action, resource):
    """Asks what the policy in force here says of something, without doing it and without a violation.

    `action` is one of `hermetic catalog`'s: "resolve", "connect", "send", "bind", "readFile", "listFiles",
    "writeFile", "spawn", "readEnvironment", "writeEnvironment", "importModule", "loadNative", "mutateInterpreter",
    "executeCode"; or "read", "write", "run", "env", "import" or "native" for short. `resource` is what it is wanted
    for: "example.com:443", a path, a program, a variable, a module.

    What only the call itself can tell, such as who asks, is left out.

        >>> import hermetic
        >>> with hermetic.scope(block_environment=True, allow_env=["LANG"]):
        ...     hermetic.check("env", "LANG"), bool(hermetic.check("env", "TOKEN"))
        (Decision(allowed), False)

    Raises ValueError for an unknown action or a resource that is none.
    """
    return Decision(*_check((str(action), _text(resource))))


class Rule:
    """A rule in force.

    Attributes:
        effect: "refuse", "allow", or "grantable".
        actions: the names of the actions that it is of.
        resource: what it is of; None where it is of everything.
        origin: where it was written.

        >>> import hermetic
        >>> with hermetic.scope(deny_write=["/srv"]):
        ...     [rule] = [rule for rule in hermetic.policy() if rule.resource == "/srv"]
        >>> rule.effect, rule.actions
        ('refuse', ('writeFile',))
    """

    __slots__ = ("effect", "actions", "resource", "origin")

    def __init__(self, effect, actions, resource, origin):
        self.effect, self.actions, self.resource, self.origin = effect, actions, resource, origin

    def __repr__(self):
        what = "everything" if self.resource is None else self.resource
        return f"<{self.effect} {', '.join(self.actions)}: {what} ({self.origin})>"


def policy():
    """The rules in force here, those of the run first and those of the innermost scope last.

        >>> import hermetic
        >>> with hermetic.scope(block_subprocess=True):
        ...     [rule.effect for rule in hermetic.policy() if "spawn" in rule.actions]
        ['refuse']
    """
    return [
        Rule(effect, tuple(actions.split()), resource or None, origin)
        for effect, actions, resource, origin in _rules(None)
    ]


class Violation:
    """A violation of this run, as `violations()` has it.

    Attributes:
        message: what was refused.
        count: how often.
        rule: the rule that refuses it, as it was written.
        caller: who did it first, as (file, line, function), or None.

        >>> import hermetic, os
        >>> with hermetic.scope(block_subprocess=True):
        ...     try:
        ...         os.system("true")
        ...     except hermetic.PolicyViolation:
        ...         pass
        >>> [one] = [one for one in hermetic.violations() if one.message == "subprocess disabled: sh"]
        >>> one.count > 0
        True
    """

    __slots__ = ("message", "count", "rule", "caller")

    def __init__(self, message, count, rule, caller):
        self.message, self.count, self.rule, self.caller = message, count, rule, caller

    def __repr__(self):
        return f"<violation: {self.message} ({self.count})>"


def violations():
    """The violations of this run so far, of all its processes; one entry for those that are alike.

        >>> import hermetic, os
        >>> with hermetic.scope(block_subprocess=True):
        ...     try:
        ...         os.system("true")
        ...     except hermetic.PolicyViolation:
        ...         pass
        >>> any(violation.message == "subprocess disabled: sh" for violation in hermetic.violations())
        True
    """
    return [
        Violation(message, count, rule, (file, line, function) if file else None)
        for message, count, rule, file, line, function in _log(None)
    ]


class _Observer:
    """What `on_violation` gives back: takes the callback off again, also as a context manager."""

    def __init__(self, callback):
        self._callback = callback

    def remove(self):
        if self in _observers:
            _observers.remove(self)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.remove()

    def __call__(self, *arguments, **keywords):
        return self._callback(*arguments, **keywords)


_observers = []


def on_violation(callback):
    """Has a callable called with each `PolicyViolation` of this process, before it is raised.

    Gives back an object with `remove()`, which is a context manager too; as a decorator, one that can be called
    like the function. What the callable raises is reported by `sys.unraisablehook`; violations of its own do not
    call it again.

        >>> import hermetic, os
        >>> seen = []
        >>> with hermetic.on_violation(seen.append), hermetic.scope(block_subprocess=True):
        ...     try:
        ...         os.system("true")
        ...     except hermetic.PolicyViolation:
        ...         pass
        >>> seen[0].guard
        'subprocess'
    """
    if not callable(callback):
        raise TypeError(f"on_violation() takes a callable, not {type(callback).__name__}")
    observer = _Observer(callback)
    _observers.append(observer)
    _observe(_observed)
    return observer


_told = []


def _observed(violation, traces):
    """Called by the engine with each violation, and with whether a scope in force traces."""
    if traces and _sys.stderr is not None:
        print(f"[hermetic] blocked {violation}", file=_sys.stderr, flush=True)
    if _told:
        return
    _told.append(violation)
    try:
        for observer in list(_observers):
            try:
                observer._callback(violation)
            except Exception as error:
                _sys.unraisablehook(
                    _Unraisable(error, observer._callback, "Exception ignored in a callback of a violation"))
    finally:
        _told.pop()


class _Unraisable:
    def __init__(self, error, subject, message):
        self.err_msg = message
        self.exc_type, self.exc_value, self.exc_traceback = type(error), error, error.__traceback__
        self.object = subject


_observe(_observed)


# What starts another interpreter under the policy of the run, before its own words.
_command = list(_ask_command(None)) or None


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
