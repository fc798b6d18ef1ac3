# hermetic-seal's interface, run into the package's namespace behind `_scopes`.

_FIELDS = (
    "block_network", "block_subprocess", "fs_readonly", "fs_root", "block_environment", "block_code_exec",
    "block_interpreter_mutation", "block_native", "allow_localhost", "allow_domains", "deny_imports", "trace",
    "sealed",
)
_ALIASES = {
    "no_network": "block_network", "no_subprocess": "block_subprocess",
    "no_environment": "block_environment", "no_env": "block_environment",
    "no_code_exec": "block_code_exec", "no_interpreter_mutation": "block_interpreter_mutation",
}
_FLAGS = (
    "block_network", "block_subprocess", "block_environment", "block_code_exec",
    "block_interpreter_mutation", "block_native",
)


def _stripped(values):
    stripped = (value.strip() if isinstance(value, str) else value for value in values)
    return [value for value in stripped if value != ""]


class _HermeticBlocker(_Block, _contextlib.ContextDecorator):
    def __init__(self, cfg, across):
        self.cfg = cfg
        options = {name: True for name in _FLAGS if getattr(cfg, name)}
        if cfg.block_network:
            options["allow_localhost"] = bool(cfg.allow_localhost)
            options["allow_domains"] = _stripped(cfg.allow_domains)
        if cfg.fs_readonly:
            options["fs_readonly"] = cfg.fs_root or True
        options["deny_imports"] = _stripped(cfg.deny_imports)
        if across not in ("context", "process"):
            raise ValueError(f"scope is 'process' or 'context', not {across!r}")
        file, line = _caller()
        self._configure(
            tuple(_pairs(options)), False, across == "process", bool(cfg.sealed), file, line,
            bool(cfg.trace))
        self._across = across

    def _again(self):
        made = super()._again()
        made.cfg, made._across = self.cfg, self._across
        return made

    def __reduce__(self):
        return _HermeticBlocker, (self.cfg, self._across)


def hermetic_blocker(
    _config=None, *, block_network=False, block_subprocess=False, fs_readonly=False, fs_root=None,
    block_environment=False, block_code_exec=False, block_interpreter_mutation=False, block_native=False,
    allow_localhost=False, allow_domains=(), deny_imports=(), trace=False, sealed=False, profile=None,
    scope="process"):
    """A scope by hermetic-seal's names: by keywords, by a `BlockConfig`, by the name of a profile.

        >>> import hermetic, subprocess
        >>> with hermetic.hermetic_blocker(block_subprocess=True):
        ...     subprocess.run(["true"])
        Traceback (most recent call last):
            ...
        hermetic.PolicyViolation: subprocess disabled: true

    It holds for the whole process, as hermetic-seal's does, until it is left; `scope="context"` has it follow the
    code that enters it alone. `sealed` makes it hold to the process's end. `trace` prints a line on standard
    error for each violation.

    The one difference: an inner scope never widens an outer one. Where hermetic-seal adds the inner
    `allow_localhost`, `allow_domains` and `fs_root` to the outer ones, here both scopes must allow what is done.

    Raises TypeError for a `_config` that is no `BlockConfig`, ValueError for an unknown profile or a value that is
    none.
    """
    from hermetic.blocker import BlockConfig

    if _config is None:
        config = BlockConfig(
            block_network=block_network, block_subprocess=block_subprocess, fs_readonly=fs_readonly,
            fs_root=fs_root, block_environment=block_environment, block_code_exec=block_code_exec,
            block_interpreter_mutation=block_interpreter_mutation, block_native=block_native,
            allow_localhost=allow_localhost, allow_domains=list(allow_domains or ()),
            deny_imports=list(deny_imports or ()), trace=trace, sealed=sealed)
    elif isinstance(_config, BlockConfig):
        config = _config
    else:
        raise TypeError(
            "hermetic_blocker() positional argument must be a BlockConfig, got "
            f"{type(_config).__name__}")
    if profile is not None:
        from hermetic.profiles import PROFILES

        if profile not in PROFILES:
            raise ValueError(f"Unknown hermetic profile: {profile!r}")
        config = config | BlockConfig.from_kwargs(**vars(PROFILES[profile]))
    return _HermeticBlocker(config, scope)


def with_hermetic(_config=None, **kwargs):
    """`hermetic_blocker`, by a name that reads better as a decorator.

        >>> import hermetic, os
        >>> @hermetic.with_hermetic(fs_readonly=True)
        ... def write(path):
        ...     open(path, "w")
        >>> write("/tmp/note")
        Traceback (most recent call last):
            ...
        hermetic.PolicyViolation: filesystem readonly: /tmp/note
    """
    return hermetic_blocker(_config, **kwargs)


def _make_configurations():
    """`BlockConfig` and `GuardConfig`, made when they are first asked for: `dataclasses` takes its time."""
    from dataclasses import dataclass, field, fields
    from typing import Dict, List, Optional

    def merged(left, right):
        found = {}
        for one in fields(BlockConfig):
            ours, theirs = getattr(left, one.name), getattr(right, one.name)
            if one.name == "fs_root":
                found[one.name] = theirs or ours
            elif one.name in ("allow_domains", "deny_imports"):
                found[one.name] = list(dict.fromkeys(ours + theirs))
            else:
                found[one.name] = ours or theirs
        return BlockConfig(**found)

    @dataclass
    class BlockConfig:
        """What a scope refuses, by hermetic-seal's names.

            >>> from hermetic.blocker import BlockConfig
            >>> both = BlockConfig(block_network=True) | BlockConfig(fs_readonly=True)
            >>> both.block_network, both.fs_readonly
            (True, True)
        """

        block_network: bool = False
        block_subprocess: bool = False
        fs_readonly: bool = False
        fs_root: Optional[str] = None
        block_environment: bool = False
        block_code_exec: bool = False
        block_interpreter_mutation: bool = False
        block_native: bool = False
        allow_localhost: bool = False
        allow_domains: List[str] = field(default_factory=list)
        deny_imports: List[str] = field(default_factory=list)
        trace: bool = False
        sealed: bool = False

        @classmethod
        def from_kwargs(cls, **kwargs):
            """One by the fields' names, or by the command line's: `no_network`, `no_environment`, `no_env`.

            Raises TypeError for any other.

                >>> from hermetic.blocker import BlockConfig
                >>> BlockConfig.from_kwargs(no_network=True).block_network
                True
            """
            found = {}
            for name, value in kwargs.items():
                name = _ALIASES.get(name, name)
                if name not in _FIELDS:
                    raise TypeError(f"Unknown argument: {name}")
                found[name] = value
            return cls(**found)

        def merged_with(self, other):
            """What both ask for in one: a new one, in which the other's `fs_root` counts, if it has one.

            As a value only. Two scopes inside each other never add up what they allow.

                >>> from hermetic.blocker import BlockConfig
                >>> one = BlockConfig(block_network=True, allow_domains=["example.com"])
                >>> one.merged_with(BlockConfig(allow_domains=["example.org"])).allow_domains
                ['example.com', 'example.org']
            """
            return merged(self, other)

        def __or__(self, other):
            return merged(self, other)

    @dataclass
    class GuardConfig:
        """What a profile refuses, by the command line's names.

            >>> from hermetic.profiles import GuardConfig
            >>> GuardConfig(no_network=True).block_network
            True
        """

        no_network: bool = False
        no_subprocess: bool = False
        fs_readonly: bool = False
        fs_root: Optional[str] = None
        no_environment: bool = False
        no_code_exec: bool = False
        no_interpreter_mutation: bool = False
        block_native: bool = False
        allow_localhost: bool = False
        allow_domains: List[str] = field(default_factory=list)
        deny_imports: List[str] = field(default_factory=list)
        trace: bool = False
        sealed: bool = False

    def mirrored(name):
        return property(lambda self: getattr(self, name))

    for flag in ("network", "subprocess", "environment", "code_exec", "interpreter_mutation"):
        setattr(GuardConfig, "block_" + flag, mirrored("no_" + flag))

    def apply_profile(base, name):
        """A profile on top of a `GuardConfig`: a new one that refuses what either does.

        Raises SystemExit for the name of no profile.

            >>> from hermetic.profiles import GuardConfig, apply_profile
            >>> apply_profile(GuardConfig(fs_readonly=True), "exec-deny").no_subprocess
            True
        """
        if name not in PROFILES:
            raise SystemExit(f"unknown profile: {name}")
        made = GuardConfig(**vars(base))
        for one in fields(GuardConfig):
            value = getattr(PROFILES[name], one.name)
            if isinstance(value, list):
                setattr(made, one.name, getattr(made, one.name) + value)
            elif value:
                setattr(made, one.name, value)
        return made

    PROFILES: Dict[str, GuardConfig] = {
        "block-all": GuardConfig(
            no_network=True, no_subprocess=True, fs_readonly=True, no_environment=True, no_code_exec=True,
            no_interpreter_mutation=True, block_native=True),
        "net-hermetic": GuardConfig(no_network=True, allow_localhost=True),
        "exec-deny": GuardConfig(no_subprocess=True),
        "fs-readonly": GuardConfig(fs_readonly=True),
        "block-native": GuardConfig(block_native=True),
    }
    for kind, module in ((BlockConfig, "hermetic.blocker"), (GuardConfig, "hermetic.profiles"),
                         (apply_profile, "hermetic.profiles")):
        kind.__module__, kind.__qualname__ = module, kind.__name__
    return {
        "hermetic.blocker": {"BlockConfig": BlockConfig},
        "hermetic.profiles": {
            "GuardConfig": GuardConfig, "PROFILES": PROFILES, "apply_profile": apply_profile},
    }


def _add_module(name, documentation, **content):
    from types import ModuleType

    module = ModuleType(name, documentation)
    vars(module).update(content)
    module.__package__ = "hermetic"

    def __getattr__(attribute):
        if attribute.startswith("__"):
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}")
        for other, found in _make_configurations().items():
            for key, value in found.items():
                vars(_sys.modules[other]).setdefault(key, value)
        try:
            return vars(module)[attribute]
        except KeyError:
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}") from None

    if name != "hermetic.errors":
        module.__getattr__ = __getattr__
    _sys.modules[name] = module
    return module


errors = _add_module(
    "hermetic.errors", "What hermetic raises.", HermeticError=HermeticError,
    PolicyViolation=PolicyViolation, BootstrapError=BootstrapError)
blocker = _add_module(
    "hermetic.blocker", "Scopes by hermetic-seal's names.", hermetic_blocker=hermetic_blocker,
    with_hermetic=with_hermetic, _HermeticBlocker=_HermeticBlocker)
profiles = _add_module("hermetic.profiles", "Profiles by hermetic-seal's names.")
