from typing import Any, List, Optional

from . import hermetic_blocker as hermetic_blocker
from . import with_hermetic as with_hermetic

class BlockConfig:
    block_network: bool
    block_subprocess: bool
    fs_readonly: bool
    fs_root: Optional[str]
    block_environment: bool
    block_code_exec: bool
    block_interpreter_mutation: bool
    block_native: bool
    allow_localhost: bool
    allow_domains: List[str]
    deny_imports: List[str]
    trace: bool
    sealed: bool
    def __init__(
        self, block_network: bool = ..., block_subprocess: bool = ..., fs_readonly: bool = ...,
        fs_root: Optional[str] = ..., block_environment: bool = ..., block_code_exec: bool = ...,
        block_interpreter_mutation: bool = ..., block_native: bool = ..., allow_localhost: bool = ...,
        allow_domains: List[str] = ..., deny_imports: List[str] = ..., trace: bool = ...,
        sealed: bool = ...,
    ) -> None: ...
    @classmethod
    def from_kwargs(cls, **kwargs: Any) -> BlockConfig: ...
    def merged_with(self, other: BlockConfig) -> BlockConfig: ...
    def __or__(self, other: BlockConfig) -> BlockConfig: ...
