"""Finds the CPython interpreters of this machine and asks each what it is.

Shared by the programs and the benchmarks. Nothing here assumes a version manager: it looks at
`PATH` and at the places where version managers keep interpreters, when these exist.
"""

import glob
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import List, Optional, Tuple

OLDEST, NEWEST = (3, 9), (3, 15)

# `-I -S`: finding out must not run `.pth` files or anything else the environment brings along.
QUESTION = """
import json, platform, sys
try:
    with open("/proc/self/maps") as maps:
        shared = any("/libpython" in line for line in maps)
except OSError:
    shared = None
print(json.dumps([sys.implementation.name, list(sys.version_info[:3]), shared]))
"""


@dataclass(frozen=True)
class Interpreter:
    """A CPython executable: its path, its version, and whether it is thin over a libpython."""

    path: str
    version: Tuple[int, int, int]
    thin: bool

    @property
    def kind(self) -> str:
        return "thin" if self.thin else "static"

    @property
    def launch(self) -> str:
        """How hermetic is expected to run it when nobody says otherwise."""
        return "embed" if self.thin else "attach"

    @property
    def tag(self) -> str:
        """A folder name: readable, and different for two builds of the same version."""
        build = hashlib.sha256(os.path.realpath(self.path).encode()).hexdigest()[:6]
        return "%d.%d.%d-%s-%s" % (*self.version, self.kind, build)

    def __str__(self) -> str:
        return "CPython %d.%d.%d (%s)" % (*self.version, self.kind)


def inspect(path: str) -> Tuple[Optional[Interpreter], str]:
    """The interpreter at `path`, or `None` and the reason why it is not used."""
    try:
        with open(path, "rb") as file:
            if file.read(4) != b"\x7fELF":
                return None, "a script, not an interpreter (a version manager's shim?)"
        answer = subprocess.run(
            [path, "-I", "-S", "-c", QUESTION],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=True, cwd="/",
        )
        name, version, shared = json.loads(answer.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return None, "does not answer: %s" % error
    if name != "cpython":
        return None, "%s, not CPython" % name
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        return None, "CPython %d.%d is outside 3.9–3.15" % tuple(version[:2])
    return Interpreter(os.path.abspath(path), tuple(version), shared is not False), ""


def candidates() -> List[str]:
    """Paths which may be interpreters, without virtual environments."""
    folders = [folder for folder in os.get_exec_path() if os.path.isabs(folder)]
    home = os.path.expanduser("~")
    data = os.environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share")
    for pattern in (
        os.path.join(os.environ.get("PYENV_ROOT") or os.path.join(home, ".pyenv"), "versions/*/bin"),
        os.path.join(data, "uv/python/*/bin"),
        "/usr/local/bin",
        "/usr/bin",
        "/opt/*/bin",
    ):
        folders += sorted(glob.glob(pattern))
    found = []
    for folder in folders:
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        found += [os.path.join(folder, n) for n in names if re.fullmatch(r"python3(\.\d+)?", n)]
    return found + [sys.executable]


def discover() -> Tuple[List[Interpreter], List[str]]:
    """Every usable interpreter once, newest first, and a line for each reason to leave others out."""
    seen, usable, reasons = set(), [], {}
    for path in candidates():
        real = os.path.realpath(path)
        # A virtual environment's link is the same executable; its base is what is wanted.
        if os.path.exists(os.path.join(os.path.dirname(path), os.pardir, "pyvenv.cfg")):
            path = real
        if real in seen or not os.access(path, os.X_OK):
            continue
        seen.add(real)
        interpreter, reason = inspect(path)
        if interpreter:
            usable.append(interpreter)
        else:
            reasons.setdefault(reason, []).append(path)
    usable.sort(key=lambda interpreter: interpreter.version, reverse=True)
    return usable, ["%s: %s" % (", ".join(paths), reason) for reason, paths in reasons.items()]


def unsupported() -> List[str]:
    """Interpreters on this machine which hermetic must refuse: real ones, of another version."""
    found = []
    for path in candidates():
        interpreter, reason = inspect(path)
        if not interpreter and "outside" in reason and path not in found:
            found.append(path)
    return found


def choose(paths: List[str], everything: bool) -> Tuple[List[Interpreter], List[str]]:
    """The named interpreters; without names the newest thin and the newest static one, or all."""
    if paths:
        answers = [(path, *inspect(path)) for path in paths]
        return (
            [interpreter for _, interpreter, _ in answers if interpreter],
            ["%s: %s" % (path, reason) for path, interpreter, reason in answers if not interpreter],
        )
    usable, left_out = discover()
    if everything:
        return usable, left_out
    chosen = []
    for thin in (True, False):
        alike = [interpreter for interpreter in usable if interpreter.thin == thin]
        if alike:
            chosen.append(alike[0])
            if alike[1:]:
                left_out.append("%s: not the newest of its kind (there is --python, and --all "
                                "for programs)" % ", ".join(i.path for i in alike[1:]))
        else:
            left_out.append("no %s interpreter on this machine" % ("thin" if thin else "static"))
    return chosen, left_out
