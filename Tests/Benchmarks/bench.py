#!/usr/bin/env python3
"""Measures what hermetic costs over the same bare interpreter, in one interleaved run.

    bench.py [--hermetic PATH] [--rounds N] [--json FILE] [--launch WAY] [--python PATH …] [NAME …]

A NAME is a part: start-up, cpu, operations, rules. Every round runs each variant once, in an order
of its own, so that a busy neighbour or a changing clock speed meets them all alike; differences and
ratios are medians over rounds, against the bare run of the *same* round. The bare interpreter runs
twice in a round: what those two differ by is the noise below which no number here means anything.
Goals are marked as met or missed; timing never makes this fail. Without a built hermetic only the
other columns are measured.
"""

import argparse
import json
import os
import platform
import random
import select
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
WORKLOADS = str(Path(__file__).resolve().parent / "workloads.py")
sys.path.insert(0, str(ROOT / "Tests" / "Programs"))

import interpreters  # noqa: E402
from environments import SEAL, Environment, EnvironmentFailure, installed  # noqa: E402

BARE, AGAIN, OURS, SEALED = "bare", "bare again", "hermetic", "hermetic-seal 1.0.0"
POLICY = ["--no-network", "--allow-localhost"]
FILES = ["--allow-read", "/", "--allow-write", "/tmp"]
LIMIT = 60


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


CPU = Goal("×1.02", lambda bare, difference, ratio: ratio <= 1.02)
# In nanoseconds, as the rows are; the second half holds where bare takes less than 2 µs.
OPERATION = Goal("×1.05 or +150 ns", lambda bare, difference, ratio: (
    ratio <= 1.05 or (bare < 2000 and difference <= 150)))
ENTERING = Goal("+2 µs", lambda bare, difference, ratio: difference <= 2000)
SCOPES = Goal("×1.10 of none", lambda bare, difference, ratio: ratio <= 1.10)
SCOPED = [
    "open + close", "os.open + os.close", "os.listdir (10 files)", "connect to loopback",
    "getaddrinfo('127.0.0.1')", "import json, cached"]
RULES = Goal("×1.10 of 10 rules", lambda bare, difference, ratio: ratio <= 1.10)


class Broken(Exception):
    """A variant cannot do a case; the text says why."""


class Bench:
    """All measurements on one interpreter."""

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

    def workload(self, variant: Variant, *arguments: str):
        """What the workload measured inside its own process."""
        try:
            done = subprocess.run(
                self.command(variant, [WORKLOADS, *arguments]), stdin=subprocess.DEVNULL,
                capture_output=True, text=True, timeout=LIMIT, env=self.variables, cwd=self.folder)
        except subprocess.TimeoutExpired:
            raise Broken("no end after %d s" % LIMIT) from None
        try:
            return json.loads(done.stdout)
        except ValueError:
            lines = done.stderr.strip().splitlines() or ["no output"]
            raise Broken("status %d: %s" % (done.returncode, lines[-1][:200])) from None

    # The parts

    def start_up(self) -> None:
        embeds = self.embeds
        for name, flags, seal, goal in (
            ("no flags", [], [], at_most(3 if embeds else 6)),
            ("--no-network", ["--no-network"], ["--no-network"], at_most(6 if embeds else 9)),
            ("--profile block-all", ["--profile", "block-all"], ["--profile", "block-all"],
             at_most(9 if embeds else 12)),
        ):
            samples = self.rounds("start-up " + name, self.variants(flags, seal),
                                  lambda variant: self.start(variant, ["-c", "pass"]))
            self.row("start-up, " + name, "ms", samples, goal)

    def cpu(self) -> None:
        for name, flags in (("no flags", []), ("--no-network", ["--no-network"])):
            samples = self.rounds(
                "cpu " + name, self.variants(flags, flags),
                lambda variant: self.workload(variant, "cpu") * 1000)
            self.row("CPU-bound mix, " + name, "ms", samples, CPU)

    def operations(self) -> None:
        for name, flags, seal in (
            ("no flags", [], None), (" ".join(POLICY), POLICY, POLICY),
            (" ".join(FILES), FILES, None),
        ):
            samples = self.rounds("operations " + name, self.variants(flags, seal),
                                  lambda variant: self.workload(variant, "operations"))
            self.operation_rows(name, samples)

    def operation_rows(self, case: str, samples, goal: Goal = OPERATION) -> None:
        for operation in (samples[BARE] or [{}])[0]:
            column = {}
            for variant, rounds in samples.items():
                values = [each[operation] for each in rounds]
                errors = [value for value in values if isinstance(value, str)]
                if errors:
                    self.skipped.append("%s, %s under %s: %s" % (operation, case, variant, errors[0]))
                else:
                    column[variant] = values
            self.row("%s, %s" % (operation, case), "ns", column, goal)

    def rules(self) -> None:
        """Ten rules against ten thousand; here the first takes the place of the bare interpreter."""
        if not self.options.hermetic:
            self.skipped.append("rules: there is no hermetic to give them to")
            return
        for kind, policy, flag, value, names in (
            ("domain", POLICY, "--allow-domain", "h%d.example.com",
             ["connect to loopback", "getaddrinfo('127.0.0.1')"]),
            ("path", FILES, "--allow-read", "/nowhere/f%d",
             ["open + close", "os.open + os.close", "os.listdir (10 files)"]),
            ("import", ["--no-network", "--allow-localhost"], "--deny-import", "nothing%d",
             ["import json, cached"]),
        ):
            def variant(name, count):
                rules = [word for n in range(count) for word in (flag, value % n)]
                return Variant(name, self.variants(policy + rules, None)[-1].prefix)
            columns = [variant(BARE, 10), variant(AGAIN, 10), variant(OURS, 10_000)]
            samples = self.rounds(
                kind + " rules", columns, lambda v: self.workload(v, "operations", *names))
            if BARE in samples and OURS in samples:
                self.operation_rows("10,000 %s rules against 10" % kind, samples, RULES)

    def scopes(self) -> None:
        """Three scopes inside each other against none; both under hermetic."""
        if not self.options.hermetic:
            self.skipped.append("scopes: there is no hermetic to enter them in")
            return
        prefix = self.variants(POLICY, None)[-1].prefix
        columns = [Variant(name, prefix) for name in (BARE, AGAIN, OURS)]
        blocks = self.rounds(
            "blocks", columns,
            lambda v: self.workload(v, "enter", "scope" if v.name == OURS else "nothing"))
        self.operation_rows("a scope against nothing", blocks, ENTERING)
        inside = self.rounds(
            "scopes", columns, lambda v: self.workload(
                v, "scopes", "3" if v.name == OURS else "0", *SCOPED))
        self.operation_rows("in 3 scopes against none", inside, SCOPES)

    # Results

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
                pairs = list(zip(samples[column], bare))
                row[key] = {
                    "median": statistics.median(samples[column]),
                    "difference": statistics.median(h - b for h, b in pairs),
                    "ratio": statistics.median(h / b for h, b in pairs),
                }
        if "hermetic" in row:
            ours = row["hermetic"]
            row["met"] = goal.met(row["bare"], ours["difference"], ours["ratio"])
            # A goal is missed only when the rounds agree on it: when the low end of what the median
            # may be (95 %) still meets it, or two bare runs differ as much, nobody can tell.
            low = goal.met(row["bare"], low_median([h - b for h, b in pairs_of(samples)]),
                           low_median([h / b for h, b in pairs_of(samples)]))
            row["unclear"] = not row["met"] and (
                low or abs(ours["ratio"] - 1) <= row.get("noise", 0))
        self.rows.append(row)

    def table(self) -> str:
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


def pairs_of(samples: Dict[str, List[float]]):
    return list(zip(samples[OURS], samples[BARE]))


def low_median(values: List[float]) -> float:
    """The low end of the median's 95 % interval, by rank: nothing is assumed about the noise."""
    rank = int((len(values) - 1.96 * len(values) ** 0.5) / 2)
    return sorted(values)[max(0, rank)]


def amount(value: float, unit: str, sign: bool = False) -> str:
    if unit == "ns" and abs(value) >= 10_000:
        value, unit = value / 1000, "µs"
    digits = 2 if unit == "ms" and abs(value) < 100 else 1 if abs(value) < 1000 else 0
    return "%s %s" % (("%+.*f" if sign else "%.*f") % (digits, value), unit)


def machine() -> str:
    processor = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            processor = next((line.partition(":")[2].strip() for line in file
                              if line.startswith("model name")), processor)
    except OSError:
        pass
    return "%s, %d CPUs, %s %s" % (
        processor, os.cpu_count() or 1, platform.system(), platform.release())


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--hermetic", metavar="PATH", help="default: the release build in .build")
    parser.add_argument("--rounds", metavar="N", type=int, default=25)
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write all samples there")
    parser.add_argument("--launch", metavar="WAY", help="passed on to hermetic: embed or attach")
    parser.add_argument("--python", metavar="PATH", action="append", default=[])
    parser.add_argument("--cache", metavar="DIR", type=Path, default=ROOT / ".build" / "programs")
    parser.add_argument("parts", metavar="NAME", nargs="*")
    options = parser.parse_args()
    if options.rounds < 20:
        print("warning: fewer than 20 rounds say little")
    release = ROOT / ".build" / "release" / "hermetic"
    if not options.hermetic and release.exists():
        options.hermetic = str(release)
    if options.hermetic:
        options.hermetic = os.path.abspath(options.hermetic)
        if not os.access(options.hermetic, os.X_OK):
            parser.error("cannot run %s" % options.hermetic)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error("unknown part %s; known: %s" % (", ".join(unknown), ", ".join(PARTS)))
    return options


PARTS = {"start-up": Bench.start_up, "cpu": Bench.cpu, "operations": Bench.operations,
         "rules": Bench.rules, "scopes": Bench.scopes}


def main() -> int:
    options = parsed()
    found, left_out = interpreters.choose(options.python, False)
    print("# Benchmarks\n\n%s; %d rounds" % (machine(), options.rounds))
    if not options.hermetic:
        print("\nskipped: hermetic is not built (release); only bare and hermetic-seal are measured")
    for line in left_out:
        print("\nskipped: " + line)
    results = {"machine": machine(), "rounds": options.rounds, "interpreters": []}
    for interpreter in found:
        try:
            environment = installed(interpreter, options.cache, SEAL, "seal")
        except EnvironmentFailure as failure:
            print("\nskipped: %s: %s" % (interpreter, failure))
            continue
        for name, reason in environment.missing.items():
            print("\nskipped: %s: %s" % (name, reason))
        with tempfile.TemporaryDirectory(prefix="hb-") as folder:
            bench = Bench(options, environment, folder)
            for name in options.parts or PARTS:
                PARTS[name](bench)
        launch = options.launch or interpreter.launch
        print("\n## %s, launch %s\n\n%s" % (interpreter, launch, bench.table()))
        for line in dict.fromkeys(bench.skipped):
            print("\nskipped: " + line)
        sys.stdout.flush()
        results["interpreters"].append({
            "interpreter": str(interpreter), "launch": launch, "rows": bench.rows,
            "skipped": bench.skipped})
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False))
    rows = [row for each in results["interpreters"] for row in each["rows"] if "met" in row]
    missed = [row for row in rows if not row["met"]]
    unclear = sum(1 for row in missed if row["unclear"])
    print("\n%d goals met, %d missed, %d unclear" % (
        len(rows) - len(missed), len(missed) - unclear, unclear))
    return 0


if __name__ == "__main__":
    sys.exit(main())
