from typing import Dict, List, Optional

class GuardConfig:
    no_network: bool
    no_subprocess: bool
    fs_readonly: bool
    fs_root: Optional[str]
    no_environment: bool
    no_code_exec: bool
    no_interpreter_mutation: bool
    block_native: bool
    allow_localhost: bool
    allow_domains: List[str]
    deny_imports: List[str]
    trace: bool
    sealed: bool
    def __init__(
        self, no_network: bool = ..., no_subprocess: bool = ..., fs_readonly: bool = ...,
        fs_root: Optional[str] = ..., no_environment: bool = ..., no_code_exec: bool = ...,
        no_interpreter_mutation: bool = ..., block_native: bool = ..., allow_localhost: bool = ...,
        allow_domains: List[str] = ..., deny_imports: List[str] = ..., trace: bool = ...,
        sealed: bool = ...,
    ) -> None: ...
    @property
    def block_network(self) -> bool: ...
    @property
    def block_subprocess(self) -> bool: ...
    @property
    def block_environment(self) -> bool: ...
    @property
    def block_code_exec(self) -> bool: ...
    @property
    def block_interpreter_mutation(self) -> bool: ...

PROFILES: Dict[str, GuardConfig]

def apply_profile(base: GuardConfig, name: str) -> GuardConfig: ...
