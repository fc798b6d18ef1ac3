"""The matrix's columns: each flag by itself, everything closed, and that with a row's grants."""

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Tuple

from harness import Mode
from rows import Row


@dataclass(frozen=True)
class Family:
    """What a policy can close, and how its refusals begin."""

    name: str
    messages: Tuple[str, ...]


FAMILIES = {family.name: family for family in (
    Family("network", ("network disabled",)),
    Family("write", ("filesystem readonly",)),
    Family("read", ("read outside sandbox root",)),
    Family("subprocess", ("subprocess disabled",)),
    Family("environment", ("environment disabled",)),
    Family("code", ("code execution disabled",)),
    Family("native", ("native import blocked",)),
    Family("interpreter", ("interpreter mutation disabled",)),
    Family("secrets", ("read outside sandbox root", "filesystem readonly")),
    Family("imports", ("import blocked",)),
)}


@dataclass(frozen=True)
class Column:
    """A policy: its flags and the families they close."""

    title: str
    flags: Tuple[str, ...]
    closes: Tuple[str, ...]
    granted: bool = False
    seal: bool = False

    def mode(self, row: Row, folder: Path) -> Mode:
        flags = [*self.flags, *(row.grants if self.granted else ())]
        if self.seal and "--allow-localhost" in row.grants:
            # The one grant of these that it knows.
            flags.append("--allow-localhost")
        return Mode(self.title, tuple(flag.format(**places(folder)) for flag in flags))


def places(folder) -> Dict[str, object]:
    """What a flag may mean by a name in braces, for a run in this folder."""
    return {
        "run": folder, "work": folder / "work", "tmp": folder / "t", "home": folder / "home",
    }


def single(title: str, *closes: str) -> Column:
    return Column(title, (title.replace("ROOT", "{work}"),), closes)


BLOCK_ALL = ("--profile=block-all",)
BLOCKED = ("network", "write", "subprocess", "environment", "code", "native", "interpreter")

COLUMNS = [
    single("--no-network", "network"),
    single("--fs-readonly", "write"),
    single("--fs-readonly=ROOT", "write", "read"),
    single("--no-subprocess", "subprocess"),
    single("--no-environment", "environment"),
    single("--ignore-env", "environment"),
    single("--no-code-exec", "code"),
    single("--block-native", "native"),
    single("--no-interpreter-mutation", "interpreter"),
    single("--hide-secrets", "secrets"),
    single("--deny-import=turtle", "imports"),
    Column("block-all", BLOCK_ALL, BLOCKED),
    Column("block-all + grants", BLOCK_ALL, (), granted=True),
    # Whatever they need: nothing is refused.
    Column("block-all, logged", (*BLOCK_ALL, "--on-violation=log"), ()),
    Column("hermetic-seal", BLOCK_ALL, (), seal=True),
]
