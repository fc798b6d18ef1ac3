#!/usr/bin/env python3
"""Runs every fixture in a world with no outside, without a policy and under hermetic.

The effect is checked from outside the program: what reached the servers of the world and what became
of files, not what the program says. A fixture that refuses is run without hermetic too, where its
attack must succeed, so that a test cannot pass because the attack was broken.
"""
import argparse
import itertools
import os
import pwd
import shutil
import sys
import tempfile

from outside import fixture as fixtures
from outside import interpreter as interpreters
from outside import namespace
from outside.run import Runner
from outside.servers import World


def main():
    options = arguments().parse_args()
    try:
        cases = fixtures.find(options.cases)
    except (ValueError, KeyError) as error:
        return stop(error)
    try:
        user = pwd.getpwnam(options.user) if options.user else None
    except KeyError:
        return stop(f"no such user: {options.user}")
    if user and os.geteuid() != 0:
        return stop("--user is for root")
    if options.list:
        for case in cases:
            print(f"{case.kind:8} {case.name}  [{', '.join(case.actions)}]")
        return 0
    try:
        pythons = [interpreters.Interpreter(path) for path in options.python] or interpreters.discover()
    except (OSError, ValueError, interpreters.subprocess.SubprocessError) as error:
        return stop(error)
    if not pythons:
        return stop("no CPython 3.9 to 3.15 found")
    hermetic = None if options.bare_only else find_hermetic(options.hermetic)
    if hermetic is None and not options.bare_only:
        return stop("no hermetic: give --hermetic PATH or --bare-only")
    launch = [] if options.launch == "auto" else [f"--launch={options.launch}"]
    work = list(itertools.product(cases, pythons))
    jobs = max(1, min(options.jobs, len(work)))
    results = [worker(work[number::jobs], hermetic, launch, user, options) for number in range(jobs)]
    return total(results)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("cases", nargs="*", metavar="CASE", help="part of a case's name; all cases where none is given")
    parser.add_argument("--hermetic", metavar="PATH", help="the hermetic to run; otherwise the one on PATH or in .build")
    parser.add_argument("--launch", choices=("embed", "attach", "auto"), default="auto")
    parser.add_argument("--python", metavar="PATH", action="append", default=[], help="an interpreter; otherwise all that are found")
    parser.add_argument("--user", metavar="NAME", help="run programs and hermetic as this user; both must be where it can read them")
    parser.add_argument("--bare-only", action="store_true", help="run without hermetic only, to check the attacks themselves")
    parser.add_argument("--jobs", type=int, default=(os.cpu_count() or 1) + 1, help="worlds side by side")
    parser.add_argument("--list", action="store_true", help="list the cases and run nothing")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what a failed run printed and what arrived")
    parser.add_argument("-q", "--quiet", action="store_true", help="only failures and the closing line")
    return parser


def stop(problem):
    print(f"world: {problem}", file=sys.stderr)
    return 2


def find_hermetic(path):
    if path is None:
        build = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, ".build")
        folders = [os.path.join(build, name) for name in ("release", "debug")]
        path = next((found for found in (shutil.which("hermetic", path=folder) for folder in folders) if found), "hermetic")
    found = shutil.which(path)
    return os.path.abspath(found) if found else None


def worker(work, hermetic, launch, user, options):
    """Starts a process with a world of its own; answers its identifier and where it will write its totals."""
    reading, writing = os.pipe()
    identifier = os.fork()
    if identifier:
        os.close(writing)
        return identifier, reading
    os.close(reading)
    status = 2
    try:
        with tempfile.TemporaryDirectory(prefix="world-") as scratch, tempfile.TemporaryDirectory(prefix="services-") as services, \
                tempfile.TemporaryDirectory(prefix="built-") as built:
            os.chmod(services, 0o755)
            namespace.leave(scratch)
            runner = Runner(World(os.path.realpath(services)), built, user)
            counts = Work(runner, hermetic, launch, options).all(work)
        os.write(writing, " ".join(map(str, counts)).encode())
        status = 0
    except OSError as error:
        print(f"world: this machine does not let a world be made: {error}", file=sys.stderr)
    finally:
        sys.stdout.flush()
        os._exit(status)


def total(results):
    passed = failed = skipped = broken = 0
    for identifier, reading in results:
        with open(reading, "rb") as file:
            counts = list(map(int, file.read().split()))
        broken += os.waitpid(identifier, 0)[1] != 0 or len(counts) != 3
        if len(counts) == 3:
            passed, failed, skipped = passed + counts[0], failed + counts[1], skipped + counts[2]
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 2 if broken else 1 if failed else 0


class Work:
    """Runs cases one after the other and prints a line per run."""

    def __init__(self, runner, hermetic, launch, options):
        self.runner, self.hermetic, self.launch, self.options = runner, hermetic, launch, options
        self.passed = self.failed = self.skipped = 0

    def all(self, work):
        for case, python in work:
            self.case(case, python)
        return self.passed, self.failed, self.skipped

    def case(self, case, python):
        reason = self.reason_to_skip(case, python)
        if reason:
            self.skipped += 1
            if not self.options.quiet:
                self.say(f"skip  {case.name}  {python.name}  {reason}")
            return
        bare = self.runner.run(case, python)
        self.report(case, python, "bare", bare, list(case.judge_bare(bare)))
        if self.hermetic and case.kind != "future":
            prefix = [self.hermetic, *self.launch, *case.flags, "--"]
            outcome = self.runner.run(case, python, prefix)
            self.report(case, python, "hermetic", outcome, list(case.judge(outcome, bare)))

    def reason_to_skip(self, case, python):
        if not case.serves(python.version):
            return f"needs python {case.python}"
        if "root" in case.needs and (os.geteuid() or self.runner.user):
            return "needs root"
        absent = [module for module in case.needs if module != "root" and not python.has(module)]
        if absent:
            return f"this interpreter has no {', '.join(absent)}"
        if case.kind == "future" and self.hermetic and not self.options.bare_only:
            return "not promised yet"
        return None

    def report(self, case, python, how, outcome, problems):
        if problems:
            self.failed += 1
        else:
            self.passed += 1
        if problems or not self.options.quiet:
            self.say(f"{'FAIL' if problems else 'ok  '}  {case.name}  {python.name}  {how}")
        for problem in problems:
            self.say(f"      {problem}")
        if problems and self.options.verbose:
            for name in ("status", "arrived", "files", "stdout", "stderr"):
                self.say(f"      | {name}: {getattr(outcome, name)}")

    def say(self, line):
        os.write(1, (line + "\n").encode("utf-8", "backslashreplace"))


if __name__ == "__main__":
    sys.exit(main())
