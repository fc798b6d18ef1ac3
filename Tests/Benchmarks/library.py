"""The part `library`: what calls cost that a Swift app makes into its plugins.

It builds `Library/`, an app of its own beside hermetic, as users build one, and has it call a function of a plugin's that
does nothing, by each way there is, the ways taking turns; the same call made in C is what they are compared with.
"""

import os
import subprocess
from pathlib import Path
from typing import Callable, Dict, Optional, Tuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(__file__).resolve().parent / "Library"
IN_C = "the call in C"

# What a row should cost, in microseconds; some in comparison with others.
Times = Dict[str, float]
GOALS: Dict[str, Tuple[str, Callable[[float, Times], bool]]] = {
    "awaited call": ("10 µs", lambda time, times: time <= 10),
    "awaited call on the library's executor": ("10 µs", lambda time, times: time <= 10),
    "call in a batch": ("0.5 µs over C", lambda time, times: time <= times[IN_C] + 0.5),
    "call in a batch, of two plugins in turns": (
        "1 µs over one plugin", lambda time, times: time <= times["call in a batch"] + 1),
    "worker, awaited call": ("60 µs", lambda time, times: time <= 60),
}


def measure(bench) -> None:
    """Fills `bench.library_rows`, or says why not."""
    if not bench.embeds:
        bench.skipped.append("library: a host needs a shared libpython")
        return
    program = built(bench)
    if not program:
        return
    done = subprocess.run(
        [program, os.path.abspath(bench.environment.interpreter.path)], text=True,
        capture_output=True, timeout=600)
    if done.returncode != 0:
        bench.skipped.append("library: %s" % (done.stderr.strip().splitlines() or ["failed"])[-1])
        return
    times: Times = {}
    for line in done.stdout.splitlines():
        name, _, time = line.partition("\t")
        times[name] = float(time)
    for name, time in times.items():
        goal, met = GOALS.get(name, ("", None))
        row = {"case": name, "unit": "µs", "median": time, "goal": goal}
        if met:
            row.update(met=met(time, times), unclear=False)
        bench.library_rows.append(row)


def built(bench) -> Optional[str]:
    scratch = ROOT / ".build" / "library-benchmark"
    done = subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", str(PACKAGE), "--scratch-path",
         str(scratch)], text=True, capture_output=True)
    if done.returncode != 0:
        bench.skipped.append("library: it cannot be built: %s" % (done.stdout + done.stderr)[-400:])
        return None
    return str(scratch / "release" / "LibraryBenchmark")


def table(bench) -> str:
    rows = bench.library_rows
    if not rows:
        return ""
    lines = ["| call into a plugin | µs | goal | |", "| --- | ---: | --- | --- |"]
    for row in rows:
        met = "" if "met" not in row else "met" if row["met"] else "missed"
        lines.append("| %s | %.2f | %s | %s |" % (row["case"], row["median"], row["goal"], met))
    return "\n".join(lines)
