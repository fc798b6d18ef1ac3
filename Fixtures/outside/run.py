"""Runs one program in the world and says what came of it."""
import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from .fixture import Outcome, place

TIME_LIMIT = 30
#: A process that is no part of the run, for programs to leave alone.
NEIGHBOUR = ["sleep", str(2 * TIME_LIMIT)]
FOLDER = Path(__file__).resolve().parent.parent


def has_ended(process, seconds):
    """Waits for a process, which `wait` with a time limit does by looking now and then, up to a twentieth of a second apart."""
    descriptor = os.pidfd_open(process.pid)
    try:
        end = select.poll()
        end.register(descriptor, select.POLLIN)
        return bool(end.poll(seconds * 1000))
    finally:
        os.close(descriptor)


class Runner:
    """Runs fixtures in `world`, each in a copy of its folder, as `user` if there is one. `built` is a folder for what
    fixtures compile."""

    def __init__(self, world, built, user=None):
        self.world, self.built, self.user = world, built, user
        self.hand_over(built)
        self.identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}

    def run(self, fixture, interpreter, prefix=()):
        """Runs the fixture's program; `prefix` is what stands before the interpreter: hermetic and its flags."""
        with tempfile.TemporaryDirectory(prefix="world-") as directory:
            scratch = Path(directory).resolve()
            folder = scratch / "case"
            shutil.copytree(fixture.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
            places = {"scratch": str(scratch), "services": self.world.directory, "python": interpreter.path}
            environment = self.environment(fixture, scratch, places)
            command = [self.interpreter(interpreter, folder, scratch, environment), *fixture.interpreter]
            command += [place(each, places) for each in fixture.arguments]
            self.hand_over(scratch)
            self.set_up(folder, environment, command[0])
            before = [place(each, places) for each in prefix]
            self.world.start(environment["WORLD_ASK"])
            with self.neighbour(fixture, folder) as ended:
                status = self.spawn(fixture, before + command, folder, scratch, environment)
            arrived = self.world.arrived() + ended
            read = lambda name: (scratch / name).read_bytes().decode("utf-8", "backslashreplace")
            return Outcome(status, read("stdout"), read("stderr"), fixture.examine(places), arrived, places)

    def environment(self, fixture, scratch, places):
        (scratch / "home").mkdir()
        environment = {
            # Another user may not look into every folder of ours.
            "PATH": os.defpath if self.user else os.environ.get("PATH", os.defpath),
            "HOME": str(scratch / "home"),
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "WORLD_SERVICES": self.world.directory,
            "WORLD_ASK": str(scratch / "ask"),
        }
        # What hermetic is to take the kernel for.
        environment.update({name: value for name, value in os.environ.items() if name.startswith("HERMETIC_TEST_")})
        environment.update({name: place(value, places) for name, value in fixture.environment.items()})
        return environment

    def interpreter(self, interpreter, folder, scratch, environment):
        """The interpreter to start. `site-packages` in the fixture asks for a virtual environment that holds it,
        `user-site` for a user's site folder."""
        library = os.path.join("lib", "python%d.%d" % interpreter.version, "site-packages")
        if (folder / "user-site").is_dir():
            environment["PYTHONUSERBASE"] = str(scratch / "user")
            shutil.copytree(folder / "user-site", scratch / "user" / library)
        if not (folder / "site-packages").is_dir():
            return interpreter.path
        subprocess.run([interpreter.path, "-I", "-m", "venv", "--without-pip", str(scratch / "venv")], check=True)
        shutil.copytree(folder / "site-packages", scratch / "venv" / library, dirs_exist_ok=True)
        return str(scratch / "venv" / "bin" / "python")

    def hand_over(self, scratch):
        """Makes the user the owner of all that a program of its own would own."""
        if self.user:
            for folder, _, names in os.walk(scratch):
                for path in (folder, *(os.path.join(folder, name) for name in names)):
                    os.chown(path, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)

    @contextlib.contextmanager
    def neighbour(self, fixture, folder):
        """Keeps a process beside the run, if the fixture asks for one, and its number in the file `neighbour`; answers a
        list, which is told what ended it."""
        ended = []
        if not fixture.neighbour:
            yield ended
            return
        process = subprocess.Popen(
            NEIGHBOUR, env={"SECRET": "s3cret"}, executable=shutil.which(NEIGHBOUR[0]), stdin=subprocess.DEVNULL,
            start_new_session=True, **self.identity)
        (folder / "neighbour").write_text(str(process.pid))
        try:
            yield ended
        finally:
            if has_ended(process, 0.3):
                ended.append(f"neighbour ended {process.wait()}")
            process.kill()
            process.wait()

    def set_up(self, folder, environment, interpreter):
        """Runs the fixture's `setup.py`, which lays out what the program is to find, and takes it away."""
        program = folder / "setup.py"
        if program.exists():
            variables = {**environment, "WORLD_PYTHON": interpreter, "PYTHONPATH": str(FOLDER), "WORLD_BUILT": self.built}
            subprocess.run([sys.executable, "-B", program.name], cwd=folder, env=variables, check=True, timeout=TIME_LIMIT, **self.identity)
            program.unlink()

    def spawn(self, fixture, command, folder, scratch, environment):
        numbers = []
        for text in fixture.inherit:
            if "/" in text:
                numbers.append(os.open(place(text, {"scratch": str(scratch)}), os.O_RDONLY))
                continue
            address, _, port = text.rpartition(":")
            numbers.append(self.world.connected(address.strip("[]"), int(port)).detach())
        environment["WORLD_DESCRIPTORS"] = " ".join(map(str, numbers))
        with open(scratch / "stdout", "wb") as stdout, open(scratch / "stderr", "wb") as stderr:
            process = subprocess.Popen(
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
                pass_fds=numbers, start_new_session=True, **self.identity)
        for number in numbers:
            os.close(number)
        try:
            return process.wait() if has_ended(process, TIME_LIMIT) else "time limit"
        finally:
            # What the program left running would speak in the next fixture's name.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
