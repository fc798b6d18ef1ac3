"""What a program can know of the policy it runs under.

Violations are raised as `PolicyViolation`. Each is also the built-in error that programs expect where
the action fails, so that fallbacks written for it work; see the subclasses.
"""

import errno as _errno

__all__ = [
    "CodeExecutionViolation",
    "EnvironmentViolation",
    "FilesystemViolation",
    "ImportViolation",
    "InterpreterViolation",
    "NativeViolation",
    "NetworkViolation",
    "PolicyViolation",
    "SubprocessViolation",
]


class PolicyViolation(RuntimeError):
    """An action that the policy refused.

    Attributes:
        guard: the family of the action, such as ``"network"``.
        target: what it was wanted for, such as ``"example.com"``; may be None.
        rule: the rule that refuses it, as it was written; may be None.
        caller: who did it, as ``(file, line, function)``: the innermost frame outside the
            standard library; may be None.
    """

    def __init__(self, message="", *, guard=None, target=None, rule=None, caller=None):
        super().__init__(message)
        self.message = message
        self.guard = guard
        self.target = target
        self.rule = rule
        self.caller = caller

    def __str__(self):
        return str(self.message)

    def __repr__(self):
        return f"{type(self).__name__}({self.message!r}, guard={self.guard!r}, target={self.target!r})"

    def __reduce__(self):
        return _restore, (type(self), self.message, self.guard, self.target, self.rule, self.caller)


def _restore(kind, message, guard, target, rule, caller):
    return kind(message, guard=guard, target=target, rule=rule, caller=caller)


class _PermissionViolation(PolicyViolation, PermissionError):
    """A violation where the kernel would answer EACCES."""

    def __init__(self, message="", **details):
        super().__init__(message, **details)
        # Python's OSError takes these from two positional arguments only.
        self.errno = _errno.EACCES
        self.strerror = message


class NetworkViolation(_PermissionViolation):
    """A refused use of the network; also a PermissionError with errno EACCES."""


class FilesystemViolation(_PermissionViolation):
    """A refused use of a file; also a PermissionError with errno EACCES."""

    def __init__(self, message="", **details):
        super().__init__(message, **details)
        self.filename = self.target


class SubprocessViolation(_PermissionViolation):
    """A refused child process; also a PermissionError with errno EACCES."""


class _ImportErrorViolation(PolicyViolation, ImportError):
    """A violation where a module would be missing."""

    def __init__(self, message="", **details):
        super().__init__(message, **details)
        self.name = self.target
        self.msg = message


class ImportViolation(_ImportErrorViolation):
    """A refused import; also an ImportError with the module's name."""


class NativeViolation(_ImportErrorViolation):
    """A refused native extension; also an ImportError with the module's name."""


class EnvironmentViolation(PolicyViolation, KeyError):
    """A refused environment variable; also a KeyError."""


class CodeExecutionViolation(PolicyViolation):
    """A refused eval, exec or compile."""


class InterpreterViolation(PolicyViolation):
    """A refused change of the interpreter."""


_kinds = {
    "network": NetworkViolation,
    "filesystem": FilesystemViolation,
    "subprocess": SubprocessViolation,
    "environment": EnvironmentViolation,
    "code_exec": CodeExecutionViolation,
    "imports": ImportViolation,
    "native": NativeViolation,
    "interpreter": InterpreterViolation,
}


def _violation(message, guard, target, rule, file, line, function):
    """The exception for a violation; called by the engine, with text and a line number."""
    kind = _kinds.get(guard, PolicyViolation)
    caller = (file, line, function) if file else None
    return kind(message, guard=guard, target=target, rule=rule or None, caller=caller)
