# Asking what the policy says, and watching it: run into the package's namespace behind `_scopes`.


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


# Whether another interpreter comes up under the policy of the run by itself, and what else starts one so, before
# its own words.
_carries, *_command = _ask_command(None)
_carries = _carries == "1"
_command = _command or None
