#!/usr/bin/env python3
"""Runs each real program under each policy, and prints what works as a table.

    matrix.py [--hermetic PATH] [--python PATH …] [--quick] [--only PROGRAM] [--flag FLAG] [--write] [-v]

A cell compares with the bare run: standard output, status and files. It says "works", with the
number of refusals that the program did without; "needs it" where `rows.py` declares that the
program needs what is refused, and the run ended with that violation; or "FAILS". The last columns
are `--profile block-all`, the same with at most five grants, the same when violations are only
logged, and hermetic-seal 1.0.0 under block-all.
The status is 1 if a cell fails or a program does not run with its grants; `--write` keeps the table.
`make matrix` builds hermetic and runs this, with the options in MATRIX: `make matrix MATRIX=--quick`.
"""

import argparse
import fnmatch
import os
import shutil
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Dict, List, Optional, Tuple

sys.dont_write_bytecode = True
import interpreters  # noqa: E402
from environments import PROGRAMS as DISTRIBUTIONS  # noqa: E402
from environments import SEAL, Environment, EnvironmentFailure, installed  # noqa: E402
from harness import BARE, PROGRAMS, Failure, Mode, Outcome, Run, Skip, differences  # noqa: E402
from policies import COLUMNS, Column  # noqa: E402
from programs import ROOT, built, describe  # noqa: E402
from rows import MOST_GRANTS, ROWS, Row  # noqa: E402
from servers import LocalServer  # noqa: E402
from tables import document, table  # noqa: E402
from verdicts import COMPARED, FAILS, SKIPPED, WORKS, Cell, verdict  # noqa: E402

TABLE = Path(__file__).resolve().parent / "MATRIX.md"


class SealedRun(Run):
    """A run under hermetic-seal, which knows the interpreter only by its bare name."""

    def command(self, arguments, flags=()):
        arguments = ["python" if word == "python3" else word for word in arguments]
        return super().command(arguments, flags)


class Matrix:
    """All rows and columns on one interpreter."""

    def __init__(self, options, environment: Environment, sealed: Optional[Environment], base: Path):
        self.options, self.base = options, base / environment.interpreter.tag
        self.environment, self.sealed = environment, sealed
        self.shared: Dict[str, object] = {"server": LocalServer()}
        self.columns = [c for c in options.columns if sealed or not c.seal]
        self.cells: Dict[Tuple[str, str], Cell] = {}

    def run(self) -> None:
        with ThreadPoolExecutor(max(1, self.options.jobs)) as pool:
            list(pool.map(self.fill, self.options.rows))

    def fill(self, row: Row) -> None:
        """All columns of one row, one after the other: they share a folder, emptied for each."""
        kept: Dict[Tuple[str, bool], object] = {}
        for column in self.columns:
            name = row.granted if column.granted and row.granted else row.program
            key = (name, column.seal)
            if key not in kept:
                kept[key] = self.bare(name, column)
            start = time.monotonic()
            cell = self.cell(row, column, name, kept[key])
            self.cells[row.name, column.title] = cell
            if self.options.verbose or cell.verdict == FAILS and not column.seal:
                print("%s · %s: %s, %.1f s" % (row.name, column.title, cell, time.monotonic() - start))
                for line in cell.details:
                    print("        " + line)
                sys.stdout.flush()

    def bare(self, name: str, column: Column):
        """The bare outcome, or the cell that says why there is none."""
        environment, program = self.place(column), PROGRAMS[name]
        lacking = [n for n in program.needs if n in environment.missing]
        if lacking:
            return Cell(SKIPPED, details=["%s is not installed: %s" % (
                n, environment.missing[n]) for n in lacking])
        try:
            outcome = self.outcome(name, BARE, column)
            if program.status not in (None, outcome.status):
                raise Failure("status %d, not %d" % (outcome.status, program.status), outcome)
            return outcome
        except Skip as skip:
            return Cell(SKIPPED, details=[str(skip)])
        except Exception as error:
            return Cell(FAILS, details=["bare: " + line for line in describe(error).splitlines()])

    def place(self, column: Column) -> Environment:
        return self.sealed if column.seal else self.environment

    def outcome(self, name: str, mode: Mode, column: Column) -> Outcome:
        environment = self.place(column)
        prefix = [str(environment.path / "bin" / "hermetic")] if column.seal else [self.options.hermetic]
        kind = SealedRun if column.seal else Run
        run = kind(mode, prefix, self.base / name, environment, self.shared)
        try:
            return PROGRAMS[name].body(run)
        finally:
            run.close()

    def cell(self, row: Row, column: Column, name: str, bare) -> Cell:
        if isinstance(bare, Cell):
            return bare
        mode, lines, outcome = column.mode(row, self.base / name), [], None
        try:
            outcome = self.outcome(name, mode, column)
            lines = differences(PROGRAMS[name], mode, bare, outcome, COMPARED)
        except Failure as failure:
            outcome, lines = failure.outcome, str(failure).splitlines()
        except Exception as error:
            lines = describe(error).splitlines()
        return verdict(row, column, outcome, lines)


def problems(matrix: Matrix) -> List[str]:
    """Why the status is not 0."""
    found = []
    for row in matrix.options.rows:
        for column in matrix.columns:
            cell = matrix.cells[row.name, column.title]
            if column.seal:
                continue
            if cell.verdict == FAILS or column.granted and cell.verdict != WORKS:
                found.append("%s · %s: %s" % (row.name, column.title, cell))
    return found


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--hermetic", metavar="PATH", help="default: the newest build in .build")
    parser.add_argument("--python", metavar="PATH", action="append", default=[],
                        help="default: the newest thin and the newest static interpreter")
    parser.add_argument("--quick", action="store_true",
                        help="one interpreter, and not hermetic-seal: for each change")
    parser.add_argument("--only", metavar="PROGRAM", action="append", default=[])
    parser.add_argument("--flag", metavar="FLAG", action="append", default=[],
                        help="a column, or a pattern of them: --flag=--no-network")
    parser.add_argument("--write", action="store_true", help="keep the table in %s" % TABLE.name)
    parser.add_argument("--cache", metavar="DIR", type=Path, default=ROOT / ".build" / "programs")
    parser.add_argument("--jobs", metavar="N", type=int, default=min(4, os.cpu_count() or 1))
    parser.add_argument("-v", "--verbose", action="store_true", help="a line for each cell, and why")
    options = parser.parse_args()
    options.hermetic = os.path.abspath(options.hermetic or built() or parser.error(
        "hermetic is not built; say --hermetic PATH"))
    if not os.access(options.hermetic, os.X_OK):
        parser.error("cannot run %s" % options.hermetic)
    options.rows = chosen(parser, options.only, ROWS, lambda row: row.names)
    options.columns = chosen(parser, options.flag, COLUMNS, lambda column: (column.title,))
    if options.quick:
        options.columns = [column for column in options.columns if not column.seal]
    if options.write and (options.only or options.flag or options.quick):
        parser.error("--write keeps the whole table: not with --quick, --only or --flag")
    return options


def chosen(parser, patterns: List[str], everything: list, names) -> list:
    """What the patterns stand for, in the table's order; an unknown name is an error."""
    for pattern in patterns:
        if not any(fnmatch.fnmatch(name, pattern) for one in everything for name in names(one)):
            parser.error("nothing is called %r; known: %s" % (
                pattern, ", ".join(names(one)[0] for one in everything)))
    return [one for one in everything if not patterns or any(
        fnmatch.fnmatch(name, pattern) for pattern in patterns for name in names(one))]


def main() -> int:
    # A shell's background job starts with it ignored, and so would every program.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    options = parsed()
    for row in ROWS:
        assert len(row.grants) <= MOST_GRANTS, row.name
    found, left_out = interpreters.choose(options.python, False)
    if options.quick:
        found = found[:1]
    else:
        for line in left_out:
            print("not used: " + line)
    if not found:
        print("no interpreter to run with")
        return 1
    tables, failed = [], []
    # A short name in the usual place: sockets below it must stay within 108 bytes.
    base = Path(tempfile.mkdtemp(prefix="hm-"))
    try:
        for interpreter in found:
            start = time.monotonic()
            try:
                environment = installed(interpreter, options.cache, DISTRIBUTIONS)
                sealed = None
                if any(column.seal for column in options.columns):
                    sealed = installed(interpreter, options.cache, DISTRIBUTIONS + SEAL, "sealed")
            except EnvironmentFailure as failure:
                print("%s: %s" % (interpreter, failure))
                return 1
            print("%s, programs ready after %.0f s" % (interpreter, time.monotonic() - start), flush=True)
            matrix = Matrix(options, environment, sealed, base)
            matrix.run()
            lines = table(matrix)
            print("\n%s\n\n%s\n" % (interpreter, "\n".join(lines)), flush=True)
            tables.append((str(interpreter), lines))
            failed += ["%s (%s)" % (problem, interpreter) for problem in problems(matrix)]
            print("%.0f s" % (time.monotonic() - start))
    finally:
        shutil.rmtree(base, ignore_errors=True)
    if options.write:
        TABLE.write_text(document(tables, ROWS), encoding="utf-8")
    if failed:
        print("\nfailed:\n  " + "\n  ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
