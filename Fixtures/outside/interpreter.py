"""The interpreters that fixtures run on."""
import functools
import glob
import json
import os
import re
import shutil
import subprocess

SUPPORTED = ((3, 9), (3, 15))
#: `-I -S`, because finding an interpreter must not run anybody's `.pth` file.
PROBE = "import json, os, sys; print(json.dumps([os.path.realpath(sys.executable), sys.version_info[:3]]))"


class Interpreter:
    """A CPython: its path and version."""

    def __init__(self, path):
        answer = subprocess.run([path, "-I", "-S", "-c", PROBE], stdout=subprocess.PIPE, check=True, timeout=20).stdout
        self.path, version = json.loads(answer)
        self.version = tuple(version[:2])
        self.name = ".".join(map(str, version))

    @property
    def headers(self):
        code = "import sysconfig; print(sysconfig.get_path('include'))"
        return subprocess.run([self.path, "-I", "-c", code], stdout=subprocess.PIPE, check=True).stdout.decode().strip()

    @property
    def supported(self):
        return SUPPORTED[0] <= self.version <= SUPPORTED[1]

    @functools.lru_cache(maxsize=None)
    def has(self, module):
        """Whether there is a module, or `module:attribute`; or, for `cc`, what it takes to build one in C."""
        if module == "cc":
            return shutil.which("cc") is not None and os.path.exists(os.path.join(self.headers, "Python.h"))
        answer = subprocess.run(
            [self.path, "-I", "-S", "-c", f"import pkgutil; pkgutil.resolve_name('{module}')"], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        return answer.returncode == 0


def discover():
    """Every supported CPython on PATH and below pyenv's root, each once."""
    names = ["python3"] + [f"python3.{minor}" for minor in range(SUPPORTED[0][1], SUPPORTED[1][1] + 1)]
    folders = [folder for folder in os.get_exec_path() if os.path.basename(folder) != "shims"]
    candidates = [shutil.which(name, path=folder) for folder in folders for name in names]
    root = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    candidates += [
        path for path in glob.glob(os.path.join(glob.escape(root), "versions", "*", "bin", "python3"))
        if re.search(r"/3\.\d", path)
    ]
    found = {}
    for path in filter(None, candidates):
        try:
            interpreter = Interpreter(path)
        except (OSError, ValueError, subprocess.SubprocessError):
            continue
        if interpreter.supported:
            found.setdefault(interpreter.path, interpreter)
    return sorted(found.values(), key=lambda each: (each.version, each.path))
