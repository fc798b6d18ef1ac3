"""The matrix's rows: each real program, what it cannot do without, and the grants it then runs with.

`needs` names, by family, what the program is there for or what its makers wrote so that it ends
without: a refusal of that family may end the program, every other one must leave it as it was.
`grants` are what it takes on top of `--profile block-all`: at most five flags, and none opens a whole
family. {run} is the folder of the run, with work, t (for temporary) and home in it; {work}, {tmp} and
{home} are these.
"""

from dataclasses import dataclass, field
from typing import Dict, Tuple

MOST_GRANTS = 5


@dataclass(frozen=True)
class Row:
    """A program of tools.py; with the grants its other form `granted` runs, where it has one."""

    program: str
    needs: Dict[str, str] = field(default_factory=dict)
    grants: Tuple[str, ...] = ()
    granted: str = ""
    why_granted: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        return self.title or self.program

    @property
    def names(self) -> Tuple[str, ...]:
        return (self.name, self.program)


FORKS = "its pool of processes forks, and no command is granted to a fork"
COMPILED_BY_MYPYC = "it is compiled by mypyc, and has no form in Python beside"
ENVIRONMENT = "it sets variables of its own, and takes for granted that this succeeds"

ROWS = [
    Row(
        "httpie",
        needs={
            "network": "it sends a request",
            "native": "it imports charset_normalizer: %s" % COMPILED_BY_MYPYC,
            "interpreter": "it puts its plugin folder on sys.path",
        },
        grants=(
            "--allow-localhost", "--allow-native=charset_normalizer",
            "--allow-interpreter-mutation=sys.path",
        ),
    ),
    Row(
        "pip-install", title="pip",
        needs={
            "network": "it fetches from an index",
            "write": "it installs",
            "read": "it unpacks in a temporary folder, and reads that again",
            "environment": "PIP_BUILD_TRACKER: %s" % ENVIRONMENT,
            "code": "its copy of six makes `raise_from` with `exec`",
            "interpreter": "its copy of six adds an importer to sys.meta_path",
        },
        grants=(
            "--allow-localhost", "--allow-write={run}/[tw]*", "--allow-env=PIP_*",
            "--allow-code-exec=pip", "--allow-interpreter-mutation=sys.meta_path",
        ),
    ),
    Row(
        "black",
        needs={
            "write": "it formats files in place",
            "subprocess": FORKS,
            "code": "blib2to3 makes its grammar with `eval`",
            "native": COMPILED_BY_MYPYC,
        },
        grants=(
            "--allow-write={work}", "--allow-code-exec=black,click", "--allow-native=black,pytokens",
        ),
        granted="black-alone", why_granted=FORKS,
    ),
    Row(
        "ruff",
        needs={"subprocess": "its Python part only executes the program"},
        grants=("--allow-command=ruff",),
    ),
    Row(
        "pytest",
        needs={
            "write": "its tests write temporary files",
            "read": "its tests, and the output it catches, are in files",
            "subprocess": "a test runs Python",
            "environment": "PYTEST_CURRENT_TEST: %s" % ENVIRONMENT,
            "code": "it rewrites the assertions of test files and runs the result",
            "interpreter": "it puts the tests' folder on sys.path and its rewriting in sys.meta_path",
        },
        grants=(
            "--allow-write={run}/[tw]*", "--allow-command=python3", "--allow-env=PYTEST_*,SAMPLE",
            "--allow-code-exec=pytest",
            "--allow-interpreter-mutation=sys.path,sys.meta_path,sys.path_importer_cache,cwd",
        ),
    ),
    Row(
        "flask",
        needs={
            "network": "it serves",
            "environment": "FLASK_RUN_FROM_CLI: %s" % ENVIRONMENT,
            "code": "werkzeug compiles its routes to functions",
            "interpreter": "it puts the application's folder on sys.path; on CPython 3.9 "
                           "importlib_metadata adds a finder to sys.meta_path",
        },
        grants=(
            "--allow-localhost", "--allow-env=FLASK_*,WERKZEUG_*", "--allow-code-exec=werkzeug",
            "--allow-interpreter-mutation=sys.path,sys.meta_path",
        ),
    ),
    Row(
        "yt-dlp",
        needs={
            "network": "it downloads",
            "write": "it saves what it downloads",
            "interpreter": "it puts its plugins' importer in sys.meta_path",
        },
        grants=(
            "--allow-localhost", "--allow-write={work}",
            "--allow-interpreter-mutation=sys.meta_path",
        ),
    ),
    Row(
        "ipython",
        needs={
            "write": "it keeps its profile and its history in the home folder",
            "read": "its profile and its history are in the home folder",
            "subprocess": "the cell runs a command",
            "code": "it runs the cell it is given",
            "interpreter": "it puts the working folder on sys.path",
        },
        grants=(
            "--allow-write={home}/.ipython", "--allow-command=sh", "--allow-code-exec=ipython",
            "--allow-interpreter-mutation=sys.path",
        ),
    ),
    Row("jupyter"),
    Row(
        "django",
        needs={
            "write": "it makes a project and a database",
            "subprocess": "`startproject` runs black where there is one",
            "environment": "TZ: %s" % ENVIRONMENT,
            "code": "black, which `startproject` runs, makes its grammar with `eval`",
            "native": "black, which `startproject` runs, is compiled by mypyc",
        },
        grants=(
            "--allow-write={work}", "--allow-command=black", "--allow-env=DJANGO_*,TZ",
            "--allow-code-exec=black,click", "--allow-native=black,pytokens",
        ),
    ),
    Row(
        "mypy",
        needs={
            "write": "it keeps a cache beside what it checks",
            "native": COMPILED_BY_MYPYC,
        },
        grants=("--allow-write={work}", "--allow-native=mypy,librt,ast_serialize"),
    ),
    Row(
        "asyncio",
        needs={
            "network": "it serves and connects",
            "write": "it serves on a Unix socket in a temporary folder",
            "read": "it lists that temporary folder to remove it",
            "subprocess": "it runs programs, and a pool of processes",
        },
        grants=(
            "--allow-localhost", "--allow-write={tmp}", "--allow-command=python3",
            "--allow-command=sh",
        ),
        granted="asyncio-spawn", why_granted=FORKS,
    ),
    Row(
        "multiprocessing-spawn", title="multiprocessing",
        needs={
            "subprocess": "its processes are processes",
            "write": "shared memory is a file",
        },
        grants=("--allow-command=python3", "--allow-write=/dev/shm"),
    ),
    Row(
        "threads",
        needs={"subprocess": "its threads run programs"},
        grants=("--allow-command=python3",),
    ),
    Row(
        "numpy",
        needs={
            "write": "it saves arrays",
            "native": "it is made of machine code",
            "environment": "OPENBLAS_MAIN_FREE, GOTOBLAS_MAIN_FREE: %s" % ENVIRONMENT,
        },
        grants=("--allow-write={work}", "--allow-native=numpy", "--allow-env=*BLAS_MAIN_FREE"),
    ),
    Row(
        "pandas",
        needs={
            "write": "it saves tables",
            "native": "it is made of machine code",
            "code": "it reads a table from a pickle; an older one's six makes `raise_from` with `exec`",
            "interpreter": "an older one's six adds an importer to sys.meta_path",
            "environment": "OPENBLAS_MAIN_FREE, GOTOBLAS_MAIN_FREE: %s" % ENVIRONMENT,
        },
        grants=(
            "--allow-write={work}", "--allow-native=numpy,pandas,ctypes",
            "--allow-code-exec=pandas,six", "--allow-env=*BLAS_MAIN_FREE",
            "--allow-interpreter-mutation=sys.meta_path",
        ),
    ),
    Row(
        "clients",
        needs={"network": "they send requests"},
        grants=("--allow-localhost",),
    ),
    Row(
        "http.server",
        needs={"network": "it serves"},
        grants=("--allow-localhost",),
    ),
    Row(
        "standard-library",
        needs={
            "write": "it writes temporary files",
            "read": "it reads its temporary files",
            "subprocess": "it runs programs",
            "environment": "it sets a variable and reads it",
            "code": "it calls `eval`, `exec` and `pickle.loads` itself",
            "interpreter": "it puts a folder on sys.path",
        },
        grants=(
            "--allow-write={tmp}", "--allow-command=sh", "--allow-command=echo",
            "--allow-env=SAMPLE_VARIABLE", "--allow-interpreter-mutation=sys.path",
        ),
        granted="standard-library-plain",
        why_granted="a script is no installed package, which `--allow-code-exec` could name",
    ),
]
