"""What a program finds in place of the interpreter's own parts while a policy holds them.

Nothing here decides, and nothing is kept here that matters: the engine's functions, which begin with an
underscore, are asked each time.
"""


class Environment:
    """`posix.environ`: a mapping of names to values, both in bytes."""

    __slots__ = ()
    __hash__ = None

    def __getitem__(self, name):
        return _environment_get(name)

    def __setitem__(self, name, value):
        # `os` has called `putenv`, which asks.
        pass

    def __delitem__(self, name):
        _environment_removed(name)

    def __contains__(self, name):
        try:
            _environment_get(name)
        except KeyError:
            return False
        return True

    def __iter__(self):
        return iter(_environment_names())

    def __len__(self):
        return len(_environment_names())

    def __eq__(self, other):
        return self.copy() == other

    def __repr__(self):
        return repr(self.copy())

    def get(self, name, default=None):
        try:
            return _environment_get(name)
        except KeyError:
            return default

    def keys(self):
        return _environment_names()

    def values(self):
        return [_environment_get(name) for name in _environment_names()]

    def items(self):
        return [(name, _environment_get(name)) for name in _environment_names()]

    def copy(self):
        return dict(self.items())

    # What `os.reload_environ` does with its own copy: this one is never stale.
    def clear(self):
        pass

    def update(self, *others):
        pass


def guard_environment(kind):
    """Lets `os.environ[name]` raise what reading a name was refused for, not a `KeyError` of its own."""

    def __getitem__(self, key):
        try:
            value = self._data[self.encodekey(key)]
        except KeyError as error:
            if type(error) is not KeyError:
                raise
            # As `os` says it: by the name in the form that it was asked for.
            raise KeyError(key) from None
        return self.decodevalue(value)

    kind.__getitem__ = __getitem__


def _guarded(base, methods):
    """A subclass of `base` that asks before it changes."""

    class Guarded(base):
        __slots__ = ("_part",)

        def __reduce_ex__(self, protocol):
            return base, (base(self),)

        def __copy__(self):
            return base(self)

        def __deepcopy__(self, memo):
            return base(self)

    def asking(method):
        def call(self, *arguments, **keywords):
            _mutate(self._part)
            result = method(self, *arguments, **keywords)
            _mutated(self._part)
            return result

        call.__name__ = method.__name__
        call.__qualname__ = f"{base.__name__}.{method.__name__}"
        call.__doc__ = method.__doc__
        return call

    for name in methods:
        method = getattr(base, name, None)
        if method is not None:
            setattr(Guarded, name, asking(method))
    Guarded.__name__ = Guarded.__qualname__ = base.__name__
    Guarded.__module__ = "builtins"
    return Guarded


_List = _guarded(list, (
    "append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse",
    "__setitem__", "__delitem__", "__iadd__", "__imul__",
))
_Dict = _guarded(dict, (
    "__setitem__", "__delitem__", "clear", "pop", "popitem", "setdefault", "update", "__ior__",
))


def guard(part, value):
    """A copy of a list or a dictionary that only the interpreter itself changes."""
    made = (_List if isinstance(value, list) else _Dict)(value)
    made._part = part
    return made


def guard_imports(bootstrap):
    """Has `importlib.import_module` ask, which raises no event for what is loaded already."""
    original = bootstrap._gcd_import

    def _gcd_import(name, package=None, level=0):
        if level > 0:
            bootstrap._sanity_check(name, package, level)
            name, level = bootstrap._resolve_name(name, package, level), 0
        return original(_importing(name), package, level)

    bootstrap._gcd_import = _gcd_import
