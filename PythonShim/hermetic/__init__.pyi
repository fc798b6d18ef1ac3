from contextlib import ContextDecorator
from os import PathLike
from types import TracebackType
from typing import Any, Callable, Iterable, List, Optional, Tuple, Type, TypeVar, Union

from typing_extensions import Literal, Self

from . import blocker as blocker
from . import errors as errors
from . import profiles as profiles
from .blocker import BlockConfig

__version__: str
__all__: List[str]

_F = TypeVar("_F", bound=Callable[..., Any])
_Texts = Union[str, "PathLike[str]", Iterable[Union[str, "PathLike[str]"]]]
_Action = Literal[
    "resolve", "connect", "send", "bind", "listen", "openSocket", "configureSocket",
    "configureResolver", "readFile", "listFiles", "writeFile", "spawn", "fork", "inheritEnvironment",
    "readEnvironment", "writeEnvironment", "executeCode", "importModule", "loadNative",
    "mutateInterpreter", "read", "list", "write", "run", "env", "import", "native",
]

class HermeticError(RuntimeError): ...
class BootstrapError(HermeticError): ...

class PolicyViolation(HermeticError):
    message: str
    guard: Optional[str]
    target: Optional[str]
    rule: Optional[str]
    caller: Optional[Tuple[str, int, str]]
    def __init__(
        self, message: str, *, guard: Optional[str] = ..., target: Optional[str] = ...,
        rule: Optional[str] = ..., caller: Optional[Tuple[str, int, str]] = ...,
    ) -> None: ...

class _Block:
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None: ...
    def __call__(self, function: _F) -> _F: ...

class scope(_Block):
    def __init__(
        self, *, across: Literal["context", "process"] = ..., sealed: bool = ...,
        block_network: bool = ..., allow_localhost: bool = ..., allow_domains: _Texts = ...,
        allow_unix_sockets: _Texts = ..., fs_readonly: Union[bool, str, "PathLike[str]"] = ...,
        allow_read: _Texts = ..., allow_write: _Texts = ..., deny_read: _Texts = ...,
        deny_write: _Texts = ..., hide_secrets: bool = ..., block_subprocess: bool = ...,
        allow_commands: _Texts = ..., block_environment: bool = ..., allow_env: _Texts = ...,
        ignore_env: bool = ..., block_code_exec: bool = ..., allow_code_exec: _Texts = ...,
        deny_imports: _Texts = ..., allow_imports: _Texts = ..., block_native: bool = ...,
        allow_native: _Texts = ..., block_interpreter_mutation: bool = ...,
        allow_interpreter_mutation: _Texts = ...,
    ) -> None: ...

class _HermeticBlocker(_Block, ContextDecorator):
    cfg: BlockConfig
    def __call__(self, function: _F) -> _F: ...

def hermetic_blocker(
    _config: Optional[BlockConfig] = ..., *, block_network: bool = ..., block_subprocess: bool = ...,
    fs_readonly: bool = ..., fs_root: Optional[str] = ..., block_environment: bool = ...,
    block_code_exec: bool = ..., block_interpreter_mutation: bool = ..., block_native: bool = ...,
    allow_localhost: bool = ..., allow_domains: Iterable[str] = ..., deny_imports: Iterable[str] = ...,
    trace: bool = ..., sealed: bool = ..., profile: Optional[str] = ...,
    scope: Literal["process", "context"] = ...,
) -> _HermeticBlocker: ...
def with_hermetic(_config: Optional[BlockConfig] = ..., **kwargs: Any) -> _HermeticBlocker: ...

class permit(_Block):
    def __init__(
        self, *domains: str, read: _Texts = ..., write: _Texts = ..., env: _Texts = ...,
        command: _Texts = ..., native: _Texts = ...,
    ) -> None: ...

class Decision:
    allowed: bool
    rule: Optional[str]
    def __init__(self, allowed: bool, rule: Optional[str]) -> None: ...
    def __bool__(self) -> bool: ...

def check(action: _Action, resource: Union[str, "PathLike[str]"]) -> Decision: ...

class Rule:
    effect: Literal["refuse", "allow", "grantable"]
    actions: Tuple[str, ...]
    resource: Optional[str]
    origin: str
    def __init__(
        self, effect: str, actions: Tuple[str, ...], resource: Optional[str], origin: str
    ) -> None: ...

def policy() -> List[Rule]: ...

class Violation:
    message: str
    count: int
    rule: str
    caller: Optional[Tuple[str, int, str]]
    def __init__(
        self, message: str, count: int, rule: str, caller: Optional[Tuple[str, int, str]]
    ) -> None: ...

def violations() -> List[Violation]: ...

class _Observer:
    def remove(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...
    def __call__(self, *arguments: Any, **keywords: Any) -> Any: ...

def on_violation(callback: Callable[[PolicyViolation], object]) -> _Observer: ...
