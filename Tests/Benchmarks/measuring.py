"""How variants of one interpreter are run against each other, and what is made of their times.

Every round runs each variant once, in an order of its own, so that a busy neighbour or a changing
clock speed meets them all alike; differences and ratios are medians over rounds, against the bare
run of the *same* round.
"""

import json
import os
import random
import select
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from environments import Environment

BARE, AGAIN, OURS, SEALED = "bare", "bare again", "hermetic", "hermetic-seal 1.0.0"
LIMIT = 60
WORKLOADS = str(Path(__file__).resolve().parent / "workloads.py")


@dataclass
class Variant:
    """One column: how to run the interpreter in it."""

    name: str
    prefix: List[str]


@dataclass
class Goal:
    """What a row should cost at most; `text` is what the table says."""

    text: str
    met: Callable[[float, float, float], bool]  # bare, difference, ratio


def at_most(milliseconds: float) -> Goal:
    return Goal("+%g ms" % milliseconds, lambda bare, difference, ratio: difference <= milliseconds)


class Broken(Exception):
    """A variant cannot do a case; the text says why."""


class Measuring:
    """Runs variants of one interpreter against each other, and keeps what comes of it."""

    def __init__(self, options, environment: Environment, folder: str):
        self.options, self.environment = options, environment
        self.python = environment.python
        self.embeds = (options.launch or environment.interpreter.launch) == "embed"
        # Nothing inherited: a developer's PYTHON* variables would change what start-up costs.
        self.variables = {
            "PATH": os.pathsep.join([os.path.dirname(self.python), "/usr/bin", "/bin"]),
            "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8",
        }
        self.folder = folder
        self.rows: List[dict] = []
        self.kernel_rows: List[dict] = []
        self.library_rows: List[dict] = []
        self.skipped: List[str] = []

    def variants(self, flags: Sequence[str], seal_flags: Optional[Sequence[str]]) -> List[Variant]:
        columns = [Variant(BARE, []), Variant(AGAIN, [])]
        if self.options.hermetic:
            launch = ["--launch", self.options.launch] if self.options.launch else []
            columns.append(Variant(OURS, [self.options.hermetic, *launch, *flags, "--"]))
        if seal_flags is not None and "hermetic-seal==1.0.0" not in self.environment.missing:
            seal = os.path.join(os.path.dirname(self.python), "hermetic")
            columns.append(Variant(SEALED, [seal, *seal_flags, "--"]))
        return columns

    def command(self, variant: Variant, arguments: Sequence[str]) -> List[str]:
        # hermetic-seal knows the interpreter only by its bare name.
        python = "python" if variant.name == SEALED else self.python
        return [*variant.prefix, python, *arguments]

    def rounds(self, case: str, variants: List[Variant], sample: Callable[[Variant], object]):
        """Samples by column. A column which fails in the first, unmeasured round is left out, aloud."""
        usable = []
        for variant in variants:
            try:
                sample(variant)
                usable.append(variant)
            except Broken as broken:
                self.skipped.append("%s under %s: %s" % (case, variant.name, broken))
        samples: Dict[str, list] = {variant.name: [] for variant in usable}
        for _ in range(self.options.rounds):
            order = random.sample(usable, len(usable))
            taken = {}
            for variant in order:
                try:
                    taken[variant.name] = sample(variant)
                except Broken as broken:
                    self.skipped.append("one round of %s under %s: %s" % (case, variant.name, broken))
            # A round counts as a whole: ratios are taken within it.
            if len(taken) == len(usable):
                for name, value in taken.items():
                    samples[name].append(value)
        return samples

    def start(self, variant: Variant, arguments: Sequence[str]) -> float:
        """Milliseconds from start to end of the process."""
        command = self.command(variant, arguments)
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=self.variables, cwd=self.folder)
        # Not `wait(timeout)`, which sleeps 0.5, 1, 2, 4, 8 … ms and so rounds every start-up here up
        # to 7.5 or 15.5 ms.
        watch = os.pidfd_open(process.pid)
        try:
            ended = select.select([watch], [], [], LIMIT)[0]
            spent = time.perf_counter() - begin
        finally:
            os.close(watch)
        if not ended:
            process.kill()
        status = process.wait()
        if not ended:
            raise Broken("no end after %d s" % LIMIT)
        if status:
            raise Broken("status %d" % status)
        return spent * 1000

    def workload(self, variant: Variant, *arguments: str, script: str = WORKLOADS):
        """What the workload measured inside its own process."""
        try:
            done = subprocess.run(
                self.command(variant, [script, *arguments]), stdin=subprocess.DEVNULL,
                capture_output=True, text=True, timeout=LIMIT, env=self.variables, cwd=self.folder)
        except subprocess.TimeoutExpired:
            raise Broken("no end after %d s" % LIMIT) from None
        try:
            return json.loads(done.stdout)
        except ValueError:
            lines = done.stderr.strip().splitlines() or ["no output"]
            raise Broken("status %d: %s" % (done.returncode, lines[-1][:200])) from None

    def by_operation(self, case: str, samples) -> Iterator[Tuple[str, Dict[str, List[float]]]]:
        """Of what a workload measured, each operation with its columns; without those that failed."""
        for operation in (samples.get(BARE) or [{}])[0]:
            column = {}
            for variant, rounds in samples.items():
                values = [each[operation] for each in rounds]
                errors = [value for value in values if isinstance(value, str)]
                if errors:
                    self.skipped.append("%s, %s under %s: %s" % (operation, case, variant, errors[0]))
                else:
                    column[variant] = values
            yield operation, column

    def row(self, name: str, unit: str, samples: Dict[str, List[float]], goal: Goal) -> None:
        if not samples.get(BARE):
            self.skipped.append("%s: no bare measurement" % name)
            return
        bare = samples[BARE]
        row = {"name": name, "unit": unit, "goal": goal.text, "samples": samples,
               "bare": statistics.median(bare)}
        if samples.get(AGAIN):
            row["noise"] = abs(statistics.median(a / b for a, b in zip(samples[AGAIN], bare)) - 1)
        for key, column in (("hermetic", OURS), ("seal", SEALED)):
            if samples.get(column):
                row[key] = comparison(samples[column], bare)
        if "hermetic" in row:
            ours = row["hermetic"]
            row["met"] = goal.met(row["bare"], ours["difference"], ours["ratio"])
            row["unclear"] = not row["met"] and is_unclear(
                goal, samples[OURS], bare, row.get("noise", 0))
        self.rows.append(row)

    def table(self) -> str:
        if not self.rows:
            return ""
        lines = ["| case | bare | noise | hermetic | difference | ratio | seal | seal ratio | goal | |",
                 "| --- | --: | --: | --: | --: | --: | --: | --: | --- | --- |"]
        for row in self.rows:
            ours, seal = row.get("hermetic"), row.get("seal")
            unit = row["unit"]
            lines.append("| %s |" % " | ".join([
                row["name"].replace("|", "\\|"), amount(row["bare"], unit),
                "±%.1f %%" % (row["noise"] * 100) if "noise" in row else "–",
                amount(ours["median"], unit) if ours else "–",
                amount(ours["difference"], unit, sign=True) if ours else "–",
                "×%.3f" % ours["ratio"] if ours else "–",
                amount(seal["median"], unit) if seal else "–",
                "×%.2f" % seal["ratio"] if seal else "–",
                row["goal"], "unclear" if row.get("unclear") else
                {True: "met", False: "**missed**", None: "–"}[row.get("met")],
            ]))
        return "\n".join(lines)


def comparison(values: List[float], reference: List[float]) -> Dict[str, float]:
    pairs = list(zip(values, reference))
    return {
        "median": statistics.median(values),
        "difference": statistics.median(value - base for value, base in pairs),
        "ratio": statistics.median(value / base for value, base in pairs),
    }


def is_unclear(goal: Goal, values: List[float], reference: List[float], noise: float) -> bool:
    """Whether a goal that seems missed may be met after all.

    It is missed only when the rounds agree on it: when the low end of what the median may be (95 %)
    still meets it, or two bare runs differ as much, nobody can tell.
    """
    pairs = list(zip(values, reference))
    low = goal.met(statistics.median(reference), low_median([v - r for v, r in pairs]),
                   low_median([v / r for v, r in pairs]))
    return low or abs(comparison(values, reference)["ratio"] - 1) <= noise


def low_median(values: List[float]) -> float:
    """The low end of the median's 95 % interval, by rank: nothing is assumed about the noise."""
    rank = int((len(values) - 1.96 * len(values) ** 0.5) / 2)
    return sorted(values)[max(0, rank)]


def amount(value: float, unit: str, sign: bool = False) -> str:
    if unit == "ns" and abs(value) >= 10_000:
        value, unit = value / 1000, "µs"
    digits = 2 if unit == "ms" and abs(value) < 100 else 1 if abs(value) < 1000 else 0
    return "%s %s" % (("%+.*f" if sign else "%.*f") % (digits, value), unit)
