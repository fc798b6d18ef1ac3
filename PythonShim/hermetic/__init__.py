"""What a program can know of the policy it runs under.

Violations are raised as `PolicyViolation`. Each is also the built-in error that programs expect where
the action fails, so that fallbacks written for it work:

==================================  ====================================================
network, filesystem, subprocess     PermissionError, with errno EACCES
imports, native                     ImportError, with the module's name
environment                         KeyError
code execution, interpreter         RuntimeError, which every violation is
==================================  ====================================================
"""

import errno as _errno

__all__ = ["PolicyViolation", "HermeticError", "BootstrapError"]


class HermeticError(RuntimeError):
    """What hermetic raises; hermetic-seal's name for it."""


class BootstrapError(HermeticError):
    """That hermetic could not begin; hermetic-seal's name for it, which is never raised here."""


class PolicyViolation(HermeticError):
    """An action that the policy refused.

    Attributes:
        guard: the family of the action, such as ``"network"``.
        target: what it was wanted for, such as ``"example.com"``; may be None.
        rule: the rule that refuses it, as it was written; may be None.
        caller: who did it, as ``(file, line, function)``: the innermost frame outside the
            standard library; may be None.

        >>> import hermetic, os
        >>> with hermetic.scope(block_subprocess=True):
        ...     try:
        ...         os.system("true")
        ...     except hermetic.PolicyViolation as violation:
        ...         print(violation.guard, violation)
        subprocess subprocess disabled: sh
    """

    def __init__(self, message, *, guard=None, target=None, rule=None, caller=None):
        super().__init__(message)
        self.message = message
        self.guard = guard
        self.target = target
        self.rule = rule
        self.caller = caller

    # KeyError would quote the message, OSError put a number before it.
    def __str__(self):
        return f"{self.message}"

    def __repr__(self):
        if self.guard is None and self.target is None:
            return f"{type(self).__name__}({self.message!r})"
        return f"{type(self).__name__}({self.message!r}, guard={self.guard!r}, target={self.target!r})"

    def __reduce__(self):
        details = (self.message, self.guard, self.target, self.rule, self.caller)
        if _kinds.get(self.guard) is type(self):
            return _restore, details
        return _restore, (*details, type(self))


def _restore(message, guard, target, rule, caller, kind=None):
    kind = kind or _kinds.get(guard, PolicyViolation)
    return kind(message, guard=guard, target=target, rule=rule, caller=caller)


class _Permission(PolicyViolation, PermissionError):
    def __init__(self, message, **details):
        super().__init__(message, **details)
        # OSError takes these from two positional arguments only.
        self.errno = _errno.EACCES
        self.strerror = message


class _File(_Permission):
    def __init__(self, message, **details):
        super().__init__(message, **details)
        self.filename = self.target


class _Import(PolicyViolation, ImportError):
    def __init__(self, message, **details):
        super().__init__(message, **details)
        self.name = self.target
        self.msg = message


class _Key(PolicyViolation, KeyError):
    pass


# What a program catches, and what a traceback names, is one thing.
for _kind in (_Permission, _File, _Import, _Key):
    _kind.__name__ = _kind.__qualname__ = "PolicyViolation"

_kinds = {
    "network": _Permission,
    "filesystem": _File,
    "subprocess": _Permission,
    "environment": _Key,
    "code_exec": PolicyViolation,
    "imports": _Import,
    "native": _Import,
    "interpreter": PolicyViolation,
}


def _violation(message, guard, target, rule, file, line, function):
    """The exception for a violation; called by the engine, with text and a line number."""
    kind = _kinds.get(guard, PolicyViolation)
    caller = (file, line, function) if file else None
    return kind(message, guard=guard, target=target, rule=rule or None, caller=caller)
