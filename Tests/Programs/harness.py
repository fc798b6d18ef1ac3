"""Runs one command in a clean place, bare or under hermetic, and compares what came out.

Each run of a program gets the same folder, emptied first, and the same environment: what is equal by
construction needs no normalising. What remains (times, ports, addresses) is named by each program.
"""

import difflib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from environments import Environment

SCRIPTS = Path(__file__).resolve().parent / "scripts"

Substitution = Tuple[str, str]
ADDRESSES: Substitution = (r"\b0x[0-9a-f]{6,}\b", "<address>")
TIMES: Substitution = (r"\b\d+(\.\d+)? ?(ms|s|seconds?)\b", "<time>")
PORTS: Substitution = (r"(127\.0\.0\.1:|127\.0\.0\.1'?, |[Pp]ort )\d{2,5}\b", r"\1<port>")


@dataclass(frozen=True)
class Mode:
    """hermetic's flags, and what a difference may look like under them."""

    name: str
    flags: Tuple[str, ...] = ()
    bare: bool = False

    @property
    def has_policy(self) -> bool:
        return bool(self.flags)


BARE = Mode("bare", bare=True)
NO_FLAGS = Mode("no flags")
LOCALHOST = Mode("--no-network --allow-localhost", ("--no-network", "--allow-localhost"))
NO_NETWORK = Mode("--no-network", ("--no-network",))


class Skip(Exception):
    """This program cannot run here; the text says why."""


@dataclass
class Outcome:
    """What a program did: status (negative for a signal), output, and the files it left."""

    status: int
    stdout: str
    stderr: str
    files: str = ""


class Failure(Exception):
    """What is wrong, in lines for a person; with what the program did, where it came that far."""

    def __init__(self, text: str, outcome: Optional[Outcome] = None):
        super().__init__(text)
        self.outcome = outcome


@dataclass
class Run:
    """One run of one program: where, with what environment, and behind which prefix."""

    mode: Mode
    prefix: List[str]
    folder: Path
    environment: Environment
    shared: Dict[str, object]
    processes: List[subprocess.Popen] = field(default_factory=list)

    def __post_init__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("", "home", "t", "work"):
            (self.folder / name).mkdir(parents=True)
        # Otherwise HTTPie starts a daemon which asks its makers for a newer version: a connection
        # nobody asked for, and a violation rightly reported.
        settings = self.folder / "home" / ".config" / "httpie" / "config.json"
        settings.parent.mkdir(parents=True)
        settings.write_text('{"disable_update_warnings": true}')
        self.work = self.folder / "work"
        binaries = str(self.environment.path / "bin")
        # Written out instead of inherited, so that neither proxies nor a developer's settings
        # decide whether the test passes.
        self.variables = {
            "PATH": os.pathsep.join([binaries, "/usr/local/bin", "/usr/bin", "/bin"]),
            "HOME": str(self.folder / "home"),
            # Short: a socket's path in it must stay below 108 bytes.
            "TMPDIR": str(self.folder / "t"),
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "USER": "user",
            "NO_COLOR": "1",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    # Preparing

    def write(self, name: str, text: str, executable: bool = False) -> Path:
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if executable:
            path.chmod(0o755)
        return path

    def script(self, name: str) -> str:
        return str(SCRIPTS / name)

    @property
    def url(self) -> str:
        return self.shared["server"].url

    # Running

    def command(self, arguments: Sequence[str], flags: Sequence[str] = ()) -> List[str]:
        """The command as typed: behind `hermetic [flags] --`, unless this is the bare run."""
        if self.mode.bare:
            return list(arguments)
        return [*self.prefix, *self.mode.flags, *flags, "--", *arguments]

    def start(self, arguments: Sequence[str], *, starter: Sequence[str] = (),
              flags: Sequence[str] = (), **options) -> subprocess.Popen:
        """Starts the command in a session of its own; `finish` bounds it.

        `starter` is a bare program that sets something up (a closed descriptor, a terminal) and
        then becomes the command, for what must not be done between fork and exec of a threaded
        process.
        """
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("cwd", self.work)
        process = subprocess.Popen(
            [*starter, *self.command(arguments, flags)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=options.pop("variables", self.variables), start_new_session=True, **options,
        )
        self.processes.append(process)
        return process

    def finish(self, process: subprocess.Popen, input: Optional[bytes] = None,
               timeout: float = 60) -> Outcome:
        """Waits for the end of the process and of everything it started."""
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except subprocess.TimeoutExpired:
            ended = process.poll()
            self.kill(process)
            stdout, stderr = process.communicate(timeout=10)
            raise Failure(
                "%s\n%s" % (
                    "no end after %g s" % timeout if ended is None
                    else "ended with status %d, but its output stayed open" % ended,
                    shown(stdout, stderr),
                )
            ) from None
        left = self.left_behind(process)
        if left:
            self.kill(process)
            raise Failure("left processes behind: %s\n%s" % (", ".join(left), shown(stdout, stderr)))
        return Outcome(process.returncode, decoded(stdout or b""), decoded(stderr))

    def run(self, arguments: Sequence[str], *, input: Optional[bytes] = None, timeout: float = 60,
            **options) -> Outcome:
        if input is not None:
            options["stdin"] = subprocess.PIPE
        return self.finish(self.start(arguments, **options), input, timeout)

    def left_behind(self, process: subprocess.Popen) -> List[str]:
        """Members of the process's session which outlive it by more than two seconds."""
        end = time.monotonic() + 2
        while True:
            left = ["%s (pid %d)" % (name, pid) for pid, name in session(process.pid)]
            if not left or time.monotonic() > end:
                return left
            time.sleep(0.05)

    def kill(self, process: subprocess.Popen) -> None:
        """Kills the session this run started, process by process."""
        for pid in [pid for pid, _ in session(process.pid)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if process.poll() is None:
            process.kill()

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)
                process.wait(timeout=10)
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream and not stream.closed:
                    stream.close()

    def files(self, *ignored: str) -> str:
        """The files in the working folder: a line each, with a digest."""
        lines = []
        for path in sorted(self.work.rglob("*")):
            name = str(path.relative_to(self.work))
            if path.is_file() and "__pycache__" not in name and not any(
                re.search(pattern, name) for pattern in ignored
            ):
                lines.append("%s %s" % (hashlib.sha256(path.read_bytes()).hexdigest()[:16], name))
        return "\n".join(lines)


def session(identifier: int) -> List[Tuple[int, str]]:
    """The live processes in a session: pid and name."""
    members = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open("/proc/%s/stat" % entry) as file:
                    head, _, tail = file.read().rpartition(")")
            except OSError:
                continue
            state, _, _, owner = tail.split()[:4]
            if int(owner) == identifier and state != "Z":
                members.append((int(entry), head.partition("(")[2]))
    return members


@dataclass
class Program:
    """A program to compare: what it needs and what may vary in its output."""

    name: str
    body: Callable[[Run], Outcome]
    modes: Sequence[Mode]
    needs: Sequence[str]
    varies: Sequence[Substitution]
    sorted_lines: bool
    once: bool
    group: str
    status: Optional[int]


PROGRAMS: Dict[str, Program] = {}


def program(name: str, *, network: bool = False, modes: Optional[Sequence[Mode]] = None,
            needs: Sequence[str] = (), varies: Sequence[Substitution] = (),
            sorted_lines: bool = False, once: bool = False, group: str = "programs",
            status: Optional[int] = 0):
    """Registers a program.

    Bare it must end with `status` (`None`: any), so that two equal failures do not pass.
    Programs without `network` also run under `--no-network` alone, where nothing may change. With
    `sorted_lines` the order of the lines may vary; with `once` one interpreter is enough.
    """
    def register(body):
        chosen = modes
        if chosen is None:
            chosen = (NO_FLAGS, LOCALHOST) if network else (NO_FLAGS, LOCALHOST, NO_NETWORK)
        if name in PROGRAMS:
            raise ValueError("two programs are called %r" % name)
        PROGRAMS[name] = Program(
            name, body, chosen, needs, (ADDRESSES, *varies), sorted_lines, once, group,
            status)
        return body
    return register


def normalised(text: str, program: Program) -> str:
    for pattern, replacement in program.varies:
        text = re.sub(pattern, replacement, text)
    if program.sorted_lines:
        text = "\n".join(sorted(text.splitlines()))
    return text


def differences(program: Program, mode: Mode, bare: Outcome, other: Outcome,
                parts: Sequence[str] = ("stdout", "stderr", "files")) -> List[str]:
    """What differs from the bare run, in lines for a person; nothing when they are equal."""
    lines = []
    # A policy may need an ancestor process, which then reports a signal as a shell does.
    tolerated = {bare.status}
    if mode.has_policy and bare.status < 0:
        tolerated.add(128 - bare.status)
    if other.status not in tolerated:
        lines.append("status %d, bare %d" % (other.status, bare.status))
    for part in parts:
        before, after = (normalised(getattr(o, part), program) for o in (bare, other))
        if before != after:
            lines.append("%s differs:" % part)
            lines += limited(difflib.unified_diff(
                before.splitlines(), after.splitlines(), "bare", mode.name, n=1, lineterm=""))
    return lines


def limited(lines, most: int = 30) -> List[str]:
    lines = [line if len(line) < 300 else line[:300] + "…" for line in lines]
    return lines if len(lines) <= most else lines[:most] + ["… %d more lines" % (len(lines) - most)]


def decoded(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace").replace("\r\n", "\n")


def shown(stdout: bytes, stderr: bytes) -> str:
    """The ends of both outputs, for a report about a run that went wrong."""
    return "\n".join(
        "%s: %s" % (name, line)
        for name, data in (("stdout", stdout), ("stderr", stderr))
        for line in decoded(data or b"").splitlines()[-12:]
    )


def bare_python() -> List[str]:
    """The interpreter that runs this test, for helpers which are never under a policy."""
    return [sys.executable, "-I", "-S"]


def starter(run: Run, *options: str) -> List[str]:
    """The prefix which sets something up first and then becomes the command."""
    return [*bare_python(), run.script("starter.py"), *options, "--"]
