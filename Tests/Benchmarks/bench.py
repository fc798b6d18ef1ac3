#!/usr/bin/env python3
"""Measures what hermetic costs over the same bare interpreter, in one interleaved run.

    bench.py [--hermetic PATH] [--rounds N] [--json FILE] [--launch WAY] [--python PATH …] [NAME …]

A NAME is a part: start-up, cpu, operations, rules, scopes, kernel, library. Every round runs each
variant once, in an order of its own, so that a busy neighbour or a changing clock speed meets them
all alike; differences and ratios are medians over rounds, against the bare run of the *same* round. The
bare interpreter runs twice in a round: what those two differ by is the noise below which no number
here means anything. Goals are marked as met or missed; timing never makes this fail. Without a built
hermetic only the other columns are measured.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Programs"))

import interpreters  # noqa: E402
import kernel  # noqa: E402
import library  # noqa: E402
from environments import SEAL, EnvironmentFailure, installed  # noqa: E402
from measuring import AGAIN, BARE, OURS, Goal, Measuring, Variant, at_most  # noqa: E402

POLICY = ["--no-network", "--allow-localhost"]
FILES = ["--allow-read", "/", "--allow-write", "/tmp"]

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


class Bench(Measuring):
    """The parts, on one interpreter."""

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
        for operation, column in self.by_operation(case, samples):
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
         "rules": Bench.rules, "scopes": Bench.scopes, "kernel": kernel.measure,
         "library": library.measure}


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
        print("\n## %s, launch %s" % (interpreter, launch))
        for table in (bench.table(), kernel.table(bench), library.table(bench)):
            if table:
                print("\n" + table)
        for line in dict.fromkeys(bench.skipped):
            print("\nskipped: " + line)
        sys.stdout.flush()
        results["interpreters"].append({
            "interpreter": str(interpreter), "launch": launch,
            "rows": bench.rows + bench.kernel_rows + bench.library_rows,
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
