"""Runs one program in the world and says what came of it."""
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from .fixture import Outcome, place

TIME_LIMIT = 30
FOLDER = Path(__file__).resolve().parent.parent


class Runner:
    """Runs fixtures in `world`, each in a copy of its folder."""

    def __init__(self, world):
        self.world = world

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
            self.set_up(folder, environment, command[0])
            before = [place(each, places) for each in prefix]
            self.world.start(environment["WORLD_ASK"])
            status = self.spawn(fixture, before + command, folder, scratch, environment)
            arrived = self.world.arrived()
            read = lambda name: (scratch / name).read_bytes().decode("utf-8", "backslashreplace")
            return Outcome(status, read("stdout"), read("stderr"), fixture.examine(places), arrived, places)

    def environment(self, fixture, scratch, places):
        (scratch / "home").mkdir()
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(scratch / "home"),
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "WORLD_SERVICES": self.world.directory,
            "WORLD_ASK": str(scratch / "ask"),
        }
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

    @staticmethod
    def set_up(folder, environment, interpreter):
        """Runs the fixture's `setup.py`, which lays out what the program is to find, and takes it away."""
        program = folder / "setup.py"
        if program.exists():
            variables = {**environment, "WORLD_PYTHON": interpreter, "PYTHONPATH": str(FOLDER)}
            subprocess.run([sys.executable, "-B", program.name], cwd=folder, env=variables, check=True, timeout=TIME_LIMIT)
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
                pass_fds=numbers, start_new_session=True)
        for number in numbers:
            os.close(number)
        try:
            return process.wait(TIME_LIMIT)
        except subprocess.TimeoutExpired:
            return "time limit"
        finally:
            # What the program left running would speak in the next fixture's name.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
