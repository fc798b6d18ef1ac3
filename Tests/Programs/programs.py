#!/usr/bin/env python3
"""Runs real programs bare and under hermetic, and compares output and exit status.

    programs.py [--hermetic PATH] [--bare-only] [--launch WAY] [--python PATH …] [--all] [NAME …]

A NAME is a program's name, a pattern (`terminal-*`), or a group: programs, behaviour, identity,
refusals. The programs are installed once for each interpreter, into a cache. With `--bare-only` each
program is compared with itself, which tells whether its output is normalised rightly.
"""

import argparse
import fnmatch
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Dict, List, Sequence

sys.dont_write_bytecode = True
import interpreters  # noqa: E402
from environments import PROGRAMS as DISTRIBUTIONS  # noqa: E402
from environments import Environment, EnvironmentFailure, installed  # noqa: E402
from harness import BARE, PROGRAMS, Failure, Mode, Outcome, Program, Run, Skip, differences  # noqa: E402
from servers import LocalServer  # noqa: E402

import behaviours  # noqa: E402,F401  (importing registers the programs)
import identity  # noqa: E402,F401
import refusals  # noqa: E402
import tools  # noqa: E402,F401

ROOT = Path(__file__).resolve().parents[2]


class Report:
    """Counts and prints results; one line each, details below a failure."""

    def __init__(self, verbose: bool):
        self.verbose = verbose
        self.counts = {"passed": 0, "failed": 0, "skipped": 0}
        self.failed: List[str] = []
        self.lock = threading.Lock()

    def say(self, result: str, what: str, details: str = "", seconds: float = 0) -> None:
        with self.lock:
            self.counts[result] += 1
            if result == "failed":
                self.failed.append(what)
            if result != "passed" or self.verbose:
                print("%-7s %s%s" % (result, what, " (%.1f s)" % seconds if self.verbose else ""))
                for line in details.splitlines():
                    print("        " + line)
                sys.stdout.flush()

    def show(self, what: str, outcome: Outcome) -> None:
        with self.lock:
            print("=== %s: status %d" % (what, outcome.status))
            for part in ("stdout", "stderr", "files"):
                for line in getattr(outcome, part).splitlines()[:40]:
                    print("    %s: %s" % (part, line[:200]))

    def close(self) -> int:
        if len(self.failed) > 5:
            print("\nfailed:\n  " + "\n  ".join(self.failed))
        print("%(passed)d passed, %(failed)d failed, %(skipped)d skipped" % self.counts)
        return 1 if self.counts["failed"] else 0


class Suite:
    """All chosen programs on one interpreter."""

    def __init__(self, options, environment: Environment, base: Path, report: Report):
        self.options, self.environment, self.report = options, environment, report
        self.folder = base / environment.interpreter.tag
        self.shared: Dict[str, object] = {"server": LocalServer()}

    def label(self, name: str, mode: str) -> str:
        return "%s · %s · %s" % (name, self.environment.interpreter, mode)

    def new_run(self, name: str, mode: Mode) -> Run:
        prefix = [self.options.hermetic]
        if self.options.launch:
            prefix += ["--launch", self.options.launch]
        return Run(mode, prefix, self.folder / name, self.environment, self.shared)

    def outcome(self, program: Program, mode: Mode) -> Outcome:
        run = self.new_run(program.name, mode)
        try:
            return program.body(run)
        finally:
            run.close()

    def lacking(self, needs: Sequence[str]) -> str:
        missing = [n for n in needs if n in self.environment.missing]
        return "; ".join("%s is not installed: %s" % (n, self.environment.missing[n]) for n in missing)

    def compare(self, program: Program) -> None:
        modes = (Mode("bare again", bare=True),) if self.options.bare_only else program.modes
        lacking = self.lacking(program.needs)
        if lacking:
            return self.report.say("skipped", self.label(program.name, "all"), lacking)
        try:
            bare = self.outcome(program, BARE)
            if program.status not in (None, bare.status):
                raise Failure("status %d, not %d\nstdout: %s\nstderr: %s" % (
                    bare.status, program.status, bare.stdout[-600:], bare.stderr[-600:]))
        except Skip as skip:
            return self.report.say("skipped", self.label(program.name, "all"), str(skip))
        except Exception as error:
            return self.report.say(
                "failed", self.label(program.name, "bare"),
                "the test itself does not work: %s" % describe(error))
        if self.options.show:
            self.report.show(self.label(program.name, "bare"), bare)
        for mode in modes:
            start = time.monotonic()
            try:
                lines = differences(program, mode, bare, self.outcome(program, mode))
                if lines and not mode.bare:
                    lines += self.doubt(program, bare)
                result = ("failed" if lines else "passed", "\n".join(lines))
            except Skip as skip:
                result = ("skipped", str(skip))
            except Exception as error:
                result = ("failed", describe(error))
            self.report.say(
                result[0], self.label(program.name, mode.name), result[1], time.monotonic() - start)

    def doubt(self, program: Program, bare: Outcome) -> List[str]:
        """Whether bare runs differ from each other too: then the test is wrong, not hermetic."""
        try:
            if differences(program, BARE, bare, self.outcome(program, BARE)):
                return ["(two bare runs differ as well: something in this output is not normalised)"]
        except Exception:
            return ["(the bare run does not always work)"]
        return []

    def refuse(self, name: str) -> None:
        body, needs, modes = refusals.REFUSALS[name]
        lacking = self.lacking(needs)
        for mode in modes:
            if self.options.bare_only and not mode.bare:
                continue
            what = self.label("refusal-" + name, mode.name)
            if lacking:
                self.report.say("skipped", what, lacking)
                continue
            run, start = self.new_run("refusal-" + name, mode), time.monotonic()
            try:
                body(run)
                self.report.say("passed", what, "", time.monotonic() - start)
            except Skip as skip:
                self.report.say("skipped", what, str(skip))
            except Exception as error:
                self.report.say("failed", what, describe(error))
            finally:
                run.close()


def describe(error: Exception) -> str:
    if isinstance(error, (Failure, EnvironmentFailure)):
        return str(error)
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = "%s:%d" % (os.path.basename(place.tb_frame.f_code.co_filename), place.tb_lineno)
    return "%s: %s (%s)" % (type(error).__name__, error, where)


def chosen(names: List[str]):
    """The programs and refusals which the names stand for; an unknown name is an error."""
    if not names:
        return list(PROGRAMS.values()), list(refusals.REFUSALS)
    programs, refused = [], []
    for name in names:
        these = [p for p in PROGRAMS.values() if p.group == name or fnmatch.fnmatch(p.name, name)]
        those = [r for r in refusals.REFUSALS
                 if name == "refusals" or fnmatch.fnmatch("refusal-" + r, name)]
        if not these and not those:
            sys.exit("programs: nothing is called %r; known: %s" % (name, ", ".join(
                [*PROGRAMS, *("refusal-" + r for r in refusals.REFUSALS)])))
        programs += [p for p in these if p not in programs]
        refused += [r for r in those if r not in refused]
    return programs, refused


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--hermetic", metavar="PATH", help="default: the newest build in .build")
    parser.add_argument("--bare-only", action="store_true", help="compare bare runs with each other")
    parser.add_argument("--launch", metavar="WAY", help="passed on to hermetic: embed or attach")
    parser.add_argument("--python", metavar="PATH", action="append", default=[])
    parser.add_argument("--all", action="store_true", help="every interpreter that is found")
    parser.add_argument("--cache", metavar="DIR", type=Path, default=ROOT / ".build" / "programs")
    parser.add_argument("--jobs", metavar="N", type=int, default=min(4, os.cpu_count() or 1))
    parser.add_argument("--verbose", action="store_true", help="a line for each that passed, too")
    parser.add_argument("--show", action="store_true", help="print what each program did bare")
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    parser.add_argument("names", metavar="NAME", nargs="*")
    options = parser.parse_args()
    if not (options.bare_only or options.list):
        options.hermetic = os.path.abspath(options.hermetic or built() or parser.error(
            "hermetic is not built; say --hermetic PATH or --bare-only"))
        if not os.access(options.hermetic, os.X_OK):
            parser.error("cannot run %s" % options.hermetic)
    return options


def built() -> str:
    """The newest `hermetic` which the package's own build has made."""
    paths = [ROOT / ".build" / kind / "hermetic" for kind in ("release", "debug")]
    paths = [path for path in paths if path.exists()]
    return str(max(paths, key=lambda path: path.stat().st_mtime)) if paths else ""


def main() -> int:
    # A shell's background job starts with it ignored, and so would every program.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    options = parsed()
    programs, refused = chosen(options.names)
    if options.list:
        print("\n".join([*(p.name for p in programs), *("refusal-" + r for r in refused)]))
        return 0
    report = Report(options.verbose)
    found, left_out = interpreters.choose(options.python, options.all)
    for line in left_out:
        print("not used: " + line)
    if not found:
        print("no interpreter to run with")
        return 1
    # A short name in the usual place: sockets below it must stay within 108 bytes.
    base = Path(tempfile.mkdtemp(prefix="hp-"))
    try:
        with ThreadPoolExecutor(max(1, options.jobs)) as pool:
            for number, interpreter in enumerate(found):
                start = time.monotonic()
                try:
                    environment = installed(interpreter, options.cache, DISTRIBUTIONS)
                except EnvironmentFailure as failure:
                    report.say("skipped", "everything · %s" % interpreter, str(failure))
                    continue
                print("%s at %s, programs ready after %.0f s" % (
                    interpreter, interpreter.path, time.monotonic() - start), flush=True)
                suite = Suite(options, environment, base, report)
                # The slowest first, so that the workers end together.
                these = [p for p in programs if not (p.once and number)]
                these.sort(key=lambda p: p.group != "programs")
                list(pool.map(suite.compare, these))
                list(pool.map(suite.refuse, refused))
    finally:
        shutil.rmtree(base, ignore_errors=True)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
