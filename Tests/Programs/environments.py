"""Virtual environments with the real programs, installed once and kept."""

import fcntl
import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List

from interpreters import Interpreter

# No pins: pip picks what still supports the interpreter. `jupyter_core` is what `jupyter` itself
# comes from; the rest of Jupyter would add minutes and no new code path here.
PROGRAMS = [
    "black", "django", "flask", "httpie", "httpx", "ipython", "jupyter_core", "mypy", "numpy",
    "pandas", "pytest", "requests", "ruff", "yt-dlp",
]
SEAL = ["hermetic-seal==1.0.0"]


class EnvironmentFailure(Exception):
    """A virtual environment could not be made; the text says why."""


@dataclass
class Environment:
    """A virtual environment and the distributions which could not be installed, with reasons."""

    path: Path
    interpreter: Interpreter
    missing: Dict[str, str] = field(default_factory=dict)

    @property
    def python(self) -> str:
        return str(self.path / "bin" / "python3")


def create(interpreter: Interpreter, path: Path, *options: str) -> None:
    """Makes an empty virtual environment at `path`."""
    made = subprocess.run(
        [interpreter.path, "-m", "venv", *options, str(path)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180,
    )
    if made.returncode:
        raise EnvironmentFailure("venv failed: %s" % last_line(made.stdout + made.stderr))


def installed(
    interpreter: Interpreter, cache: Path, distributions: List[str], name: str = "tools"
) -> Environment:
    """The environment with these distributions; made when it is not there or not up to date.

    A distribution which has no wheel for this interpreter is noted as missing, so that the programs
    which need it are skipped with that reason, and the others still run.
    """
    folder = cache / interpreter.tag
    folder.mkdir(parents=True, exist_ok=True)
    path, stamp = folder / name, folder / (name + ".json")
    wanted = {"distributions": distributions, "base": interpreter.path}
    with open(folder / "lock", "w") as lock:
        # Two runs at a time must not build the same environment.
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            kept = json.loads(stamp.read_text())
            if kept["wanted"] == wanted and (path / "bin" / "python3").exists():
                return Environment(path, interpreter, kept["missing"])
        except (OSError, ValueError, KeyError):
            pass
        shutil.rmtree(path, ignore_errors=True)
        create(interpreter, path)
        missing = install(path, distributions)
        stamp.write_text(json.dumps({"wanted": wanted, "missing": missing}))
    return Environment(path, interpreter, missing)


def install(path: Path, distributions: List[str]) -> Dict[str, str]:
    """Installs all at once; when that fails, one by one. Returns what failed, with the reason."""
    def pip(*names: str) -> str:
        try:
            done = subprocess.run(
                [str(path / "bin" / "python3"), "-m", "pip", "install", "--quiet",
                 "--disable-pip-version-check", "--prefer-binary", *names],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
            )
        except subprocess.TimeoutExpired:
            return "pip took more than 300 s"
        return last_line(done.stderr) or "pip failed" if done.returncode else ""

    if not pip(*distributions):
        return {}
    return {name: reason for name in distributions for reason in [pip(name)] if reason}


def last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""
