"""What a run under a policy comes to: it works, it ended for want of what it needs, or it failed."""

import re
from dataclasses import dataclass, field
from typing import List, Optional

from harness import Outcome, limited
from policies import FAMILIES, Column
from rows import Row

WORKS, NEEDS, FAILS, SKIPPED = "works", "needs it", "FAILS", "skipped"
COMPARED = ("stdout", "files")
VIOLATION = "hermetic.PolicyViolation"
# Errors that stand for the violation, which their authors leave out: of `tempfile`, after it was
# refused in every folder that it tries, and of older versions of pandas.
IN_PLACE = ("No usable temporary directory found", "Unable to import required dependencies")


@dataclass
class Cell:
    """One run's verdict; `details` are lines for a person."""

    verdict: str
    refused: int = 0
    details: List[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "%s (%d)" % (self.verdict, self.refused) if self.refused else self.verdict


def verdict(row: Row, column: Column, outcome: Optional[Outcome], lines: List[str]) -> Cell:
    """Judges a run by how it ended and by the lines that tell it from the bare run."""
    if outcome is None:
        return Cell(FAILS, details=lines)
    refused = refusals(outcome)
    if not lines:
        return Cell(WORKS, distinct(outcome), ["refused, and done without: " + r for r in refused])
    reason = crashed(outcome, refused)
    messages = tuple(m for f in column.closes if f in row.needs for m in FAMILIES[f].messages)
    if not reason and any(text.startswith(messages) for text in refused):
        return Cell(NEEDS, details=["refused: " + text for text in refused])
    return Cell(FAILS, details=[
        reason or "no violation that this program is declared to need", *lines,
        *("refused: " + text for text in refused[:12]),
        *limited(["stderr: " + line for line in outcome.stderr.splitlines()[-14:]], 14),
    ])


def refusals(outcome: Outcome) -> List[str]:
    """What was refused: the closing lines, which say the first few, and violations in tracebacks."""
    found = re.findall(
        r"^(?:hermetic: blocked action: |hermetic\.PolicyViolation: )(.*?)(?: \(\d+ times\))?$",
        outcome.stderr, re.MULTILINE)
    return list(dict.fromkeys(text.strip("'\"") for text in found))


def distinct(outcome: Outcome) -> int:
    """How many different actions were refused, as the closing lines count them."""
    counts = re.findall(r"^hermetic: .*?(\d+) of them distinct$", outcome.stderr, re.MULTILINE)
    return max([len(refusals(outcome)), *map(int, counts)])


def crashed(outcome: Outcome, refused: List[str]) -> str:
    """Why the end of this run is no violation's, or nothing."""
    if outcome.status < 0 or outcome.status > 128:
        return "ended by signal %d" % (-outcome.status if outcome.status < 0 else outcome.status - 128)
    if outcome.status in (125, 126, 127):
        return "hermetic did not run it: status %d" % outcome.status
    if not refused:
        return "nothing was refused, but it ended differently"
    if "Fatal Python error" in outcome.stderr:
        return "the interpreter itself came to an end"
    if outcome.status != 77 and "Traceback (most recent call last)" in outcome.stderr and (
            not any(text in outcome.stderr for text in (VIOLATION, *IN_PLACE))):
        return "ended by another error than the violation: status %d" % outcome.status
    return ""
