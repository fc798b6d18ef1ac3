"""The part `kernel`: what the kernel layer costs, at start-up and in each operation.

Beside the bare interpreter it runs the same policy with `--no-kernel`, where there is only what
hermetic does inside the interpreter; and sandlock, another sandbox of Landlock and seccomp, which
is left out aloud where it cannot be installed. The goals of start-up are about what the kernel layer
adds to `--no-kernel`, those of operations about the bare interpreter. Where an operation misses its
goal by the guards inside the interpreter, and what the kernel adds would meet it, the table says so.
"""

import os
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, List, Optional

from environments import EnvironmentFailure, installed
from measuring import (
    AGAIN, BARE, OURS, Broken, Goal, Measuring, Variant, amount, at_most, comparison, is_unclear)

WITHOUT, SANDLOCK = "--no-kernel", "sandlock 0.9.0"
FOLDER = Path(__file__).resolve().parent
WORKLOADS, SANDLOCKED = str(FOLDER / "kernel_workloads.py"), str(FOLDER / "sandlocked.py")
NETWORK = ["--no-network", "--allow-localhost"]
FILES = ["--allow-read", "/", "--allow-write", "/tmp"]

SAME = Goal("×1.05", lambda bare, difference, ratio: ratio <= 1.05)
WALK = Goal("+1.2 µs", lambda bare, difference, ratio: difference <= 1200)
CONNECT = Goal("+40 µs", lambda bare, difference, ratio: difference <= 40_000)
BULK = Goal("×1.03", lambda bare, difference, ratio: ratio <= 1.03)
GOALS: Dict[str, Goal] = {
    "read 4 KiB": SAME, "write 4 KiB": SAME, "read 64 KiB": SAME, "write 64 KiB": SAME,
    "os.stat": SAME, "open + close": WALK, "os.open + os.close": WALK,
    "os.open for writing + os.close": WALK, "os.listdir (10 files)": WALK,
    "connect to loopback": CONNECT, "bulk transfer, 128 MiB": BULK,
}
FILE_OPERATIONS = list(GOALS)[:9]
PROCESS_OPERATIONS = [
    "fork + exit", "subprocess.run(['/bin/true'])", "subprocess.run([python, '-S', '-c', 'pass'])"]
NETWORK_OPERATIONS = [
    "read 4 KiB", "read 64 KiB", "socket() + close", "connect to loopback", "bind + listen",
    "send + recv of 1 byte", "send + recv of 64 KiB", "bulk transfer, 128 MiB",
    "sendmsg + recv of 1 byte", "sendto + recv of a datagram", "getaddrinfo('127.0.0.1')",
    "getaddrinfo('localhost')"]


@dataclass
class Case:
    """A policy and what is done under it."""

    flags: List[str]
    operations: List[str]
    goals: Dict[str, Goal]
    sandlock: Optional[str] = None


CASES = [
    Case(["--no-code-exec"], FILE_OPERATIONS + NETWORK_OPERATIONS[2:] + PROCESS_OPERATIONS, GOALS),
    Case(FILES, FILE_OPERATIONS + PROCESS_OPERATIONS, GOALS, "files"),
    Case(NETWORK, NETWORK_OPERATIONS + PROCESS_OPERATIONS, GOALS, "network"),
    # The broker opens every file: no goal says that this is as fast as Landlock.
    Case(["--hide-secrets"], FILE_OPERATIONS + PROCESS_OPERATIONS,
         {name: goal for name, goal in GOALS.items() if goal is SAME}),
    Case(["--allow-command", "/bin/true"], ["open + close", PROCESS_OPERATIONS[1]], {}),
]


def measure(bench: Measuring) -> None:
    if not bench.options.hermetic:
        bench.skipped.append("kernel: there is no hermetic to measure")
        return
    sandlock = sandlock_python(bench)
    start_up(bench, sandlock)
    for case in CASES:
        columns = variants(bench, case.flags, case.flags)
        if sandlock and case.sandlock:
            columns.append(Variant(SANDLOCK, [sandlock, SANDLOCKED, "run", case.sandlock]))
        name = " ".join(case.flags)
        samples = bench.rounds(
            "kernel, " + name, columns,
            lambda variant: bench.workload(variant, *case.operations, script=WORKLOADS))
        for operation, column in bench.by_operation(name, samples):
            row(bench, "%s, %s" % (operation, name), "ns", column, case.goals.get(operation), BARE)


def variants(bench: Measuring, flags: List[str], base: List[str]) -> List[Variant]:
    bare = bench.variants(flags, None)
    ours = bare[-1]
    without = bench.variants(["--no-kernel", *base], None)[-1]
    return [*bare[:-1], Variant(WITHOUT, without.prefix), ours]


def start_up(bench: Measuring, sandlock: Optional[str]) -> None:
    for flags, base, milliseconds in (
        (["--no-code-exec"], None, 3), (["--fs-readonly"], None, 3),
        (["--fs-readonly=" + bench.folder], None, 3), (["--no-subprocess"], None, 3),
        (["--no-network"], None, 4), (NETWORK, None, 4), (["--profile", "block-all"], None, 4),
        (["--hide-secrets"], None, 4), (["--timeout", "60"], [], 4),
    ):
        # A limit is the kernel's in any case.
        columns = variants(bench, flags, flags if base is None else base)
        name = " ".join(flags).replace(bench.folder, "ROOT")
        if sandlock and flags == NETWORK:
            columns.append(Variant(SANDLOCK, [sandlock, SANDLOCKED, "time", "network"]))
        samples = bench.rounds("kernel, start-up " + name, columns, lambda v: started(bench, v))
        row(bench, "start-up, " + name, "ms", samples, at_most(milliseconds), WITHOUT)


def started(bench: Measuring, variant: Variant) -> float:
    arguments = ["-c", "pass"]
    if variant.name != SANDLOCK:
        return bench.start(variant, arguments)
    # It is a library: importing it is not part of starting a program under it.
    return bench.workload(variant, *arguments[1:], script=arguments[0])


def sandlock_python(bench: Measuring) -> Optional[str]:
    try:
        environment = installed(
            bench.environment.interpreter, bench.options.cache, ["sandlock==0.9.0"], "sandlock")
    except EnvironmentFailure as failure:
        bench.skipped.append("sandlock: %s" % failure)
        return None
    for reason in environment.missing.values():
        bench.skipped.append("sandlock: %s" % reason)
        return None
    return environment.python


def row(bench: Measuring, name: str, unit: str, samples: Dict[str, List[float]],
        goal: Optional[Goal], reference: str) -> None:
    if not samples.get(BARE):
        bench.skipped.append("%s: no bare measurement" % name)
        return
    bare = samples[BARE]
    result = {"name": name, "unit": unit, "samples": samples, "bare": statistics.median(bare)}
    if samples.get(AGAIN):
        result["noise"] = abs(comparison(samples[AGAIN], bare)["ratio"] - 1)
    for key, column in (("without", WITHOUT), ("hermetic", OURS), ("sandlock", SANDLOCK)):
        if samples.get(column):
            result[key] = comparison(samples[column], bare)
    if samples.get(WITHOUT) and samples.get(OURS):
        result["added"] = comparison(samples[OURS], samples[WITHOUT])
    compared = result.get("hermetic" if reference == BARE else "added")
    if goal and compared:
        base, noise = samples[reference], result.get("noise", 0)

        def meets(by: Dict[str, float], values: List[float]) -> bool:
            return goal.met(statistics.median(values), by["difference"], by["ratio"])

        result["goal"] = goal.text
        result["met"] = meets(compared, base)
        result["unclear"] = not result["met"] and is_unclear(goal, samples[OURS], base, noise)
        if not result["met"] and not result["unclear"] and reference == BARE and "added" in result:
            result["kernel alone"] = meets(result["added"], samples[WITHOUT])
    bench.kernel_rows.append(result)


def table(bench: Measuring) -> str:
    if not bench.kernel_rows:
        return ""
    lines = [
        "| kernel layer: case | bare | noise | --no-kernel | hermetic | ratio | kernel adds | ratio "
        "| sandlock | ratio | goal | |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --- | --- |"]
    for each in bench.kernel_rows:
        unit = each["unit"]

        def over(key: str) -> str:
            return amount(each[key]["difference"], unit, sign=True) if key in each else "–"

        def ratio(key: str) -> str:
            return "×%.3f" % each[key]["ratio"] if key in each else "–"

        lines.append("| %s |" % " | ".join([
            each["name"], amount(each["bare"], unit),
            "±%.1f %%" % (each["noise"] * 100) if "noise" in each else "–",
            over("without"), over("hermetic"), ratio("hermetic"), over("added"), ratio("added"),
            over("sandlock"), ratio("sandlock"), each.get("goal", "–"), verdict(each)]))
    return "\n".join(lines)


def verdict(result: dict) -> str:
    if result.get("unclear"):
        return "unclear"
    if result.get("kernel alone"):
        return "missed by the guards; the kernel's share meets it"
    return {True: "met", False: "**missed**", None: "–"}[result.get("met")]
