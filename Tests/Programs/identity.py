"""What a program can find out about itself: the same bare and under hermetic (rows R1, R2, R4).

Each case starts `scripts/probe.py` in another way. Its answer is compared as a whole, line by line.
"""

import json
import os
import stat
import zipapp
import zipfile
from pathlib import Path
from typing import Iterable, List, Optional

from environments import create
from harness import NO_FLAGS, NO_NETWORK, SCRIPTS, Failure, Outcome, Run, Skip, program, starter

# An empty argument, one that looks like a flag, hermetic's own separator, and bytes that are no text.
ARGUMENTS = ["--no-network", "", "--", "-c", "a b", "ü", os.fsdecode(b"\xff")]
# The one difference that is allowed: the module which is there in every run.
OURS = ("hermetic", "_hermetic")
# What a shell that runs in between leaves in the environment.
SHELL_LEFTOVERS = ("_", "SHLVL", "PWD", "OLDPWD")
# Where bare another program runs first and adds to the environment, the kernel's copy has it too.
# A launch which sets the variable itself cannot reach that copy: `environ` alone has to agree.
ADDED_BY_SHELL, ADDED_BY_ENV = ["environ at start/PWD"], ["environ at start/SAMPLE"]


def identity(name: str, **options):
    options.setdefault("modes", (NO_FLAGS, NO_NETWORK))
    # The probe's own status, so that something else cannot have answered in its place.
    options.setdefault("status", 7)
    return program(name, group="identity", **options)


def probe(run: Run, arguments: Iterable[str], *, ignoring: Iterable[str] = (),
          bare: Optional[List[str]] = None, **options) -> Outcome:
    """Runs a command that is the probe. `bare` is what to run bare where hermetic offers a
    shorter form than the interpreter does."""
    run.variables["PROBE_PARENT"] = str(os.getpid())
    command = list(arguments) if bare is None or not run.mode.bare else bare
    outcome = run.run(command, **options)
    try:
        told = json.loads(outcome.stdout)
    except ValueError:
        raise Failure("status %d, no answer from the probe\nstdout: %s\nstderr: %s" % (
            outcome.status, outcome.stdout[-300:], outcome.stderr[-600:])) from None
    told["builtin modules"] = [n for n in told["builtin modules"] if n not in OURS]
    if run.mode.has_policy:
        # The guards live in it, so under a policy it is loaded already.
        told["modules"] = [n for n in told["modules"] if n.partition(".")[0] not in OURS]
        # What the run's processes share, for children to come up under the policy.
        for number in [n for n, (file, _) in told["descriptors"].items() if file == "/memfd:hermetic (deleted)"]:
            del told["descriptors"][number]
    for name in ignoring:
        part, _, key = name.partition("/")
        if not key:
            told.pop(part, None)
        elif isinstance(told.get(part), dict):
            told[part].pop(key, None)
        else:
            told[part] = [e for e in told[part] if e.partition("=")[0] != key]
    outcome.stdout = json.dumps(told, indent=1, sort_keys=True, ensure_ascii=True)
    return outcome


def source() -> str:
    return (SCRIPTS / "probe.py").read_text(encoding="utf-8")


def script(run: Run, path: Path, first_line: str) -> str:
    """An executable probe with this first line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("%s\n%s" % (first_line, source()), encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def environment(run: Run, name: str, *options: str) -> Path:
    """A small virtual environment over the same base, with a module that tells it apart."""
    path = run.folder / name
    create(run.environment.interpreter, path, "--without-pip", *options)
    packages = next((path / "lib").glob("python3*")) / "site-packages"
    # A `.pth` file runs code at start-up; it must still do so, once, in every launch.
    (packages / "mark.pth").write_text("import sys; sys.warnoptions.append('from .pth')\n")
    (packages / "which_environment.py").write_text("name = %r\n" % name)
    return path


def on_path(run: Run, *folders: Path) -> None:
    run.variables["PATH"] = os.pathsep.join([*map(str, folders), "/usr/bin", "/bin"])


# Console scripts


@identity("script-on-path")
def script_on_path(run: Run) -> Outcome:
    path = environment(run, "first")
    script(run, path / "bin" / "probe", "#!%s/bin/python3" % path)
    on_path(run, path / "bin")
    return probe(run, ["probe", *ARGUMENTS])


@identity("script-by-path")
def script_by_path(run: Run) -> Outcome:
    path = environment(run, "first")
    return probe(run, [script(run, path / "bin" / "probe", "#!%s/bin/python3" % path), *ARGUMENTS])


@identity("script-by-relative-path")
def script_by_relative_path(run: Run) -> Outcome:
    path = environment(run, "first")
    script(run, path / "bin" / "probe", "#!%s/bin/python3" % path)
    return probe(run, ["../first/bin/probe"])


@identity("script-installed-by-pip", needs=[])
def script_installed(run: Run) -> Outcome:
    # The script pip writes itself, with whatever first line this version of pip chooses.
    pip = run.environment.path / "bin" / "pip"
    lines = pip.read_text(encoding="utf-8").splitlines()
    body = "\n".join(lines[:lines.index("import sys")] if "import sys" in lines else lines[:1])
    path = run.folder / "work" / "probe"
    path.write_text(body + "\n" + source(), encoding="utf-8")
    path.chmod(0o755)
    return probe(run, [str(path)])


def two_environments(run: Run, started: str, first_on_path: str) -> Outcome:
    paths = {name: environment(run, name) for name in ("first", "second")}
    for path in paths.values():
        script(run, path / "bin" / "probe", "#!%s/bin/python3" % path)
    other = "second" if first_on_path == "first" else "first"
    on_path(run, paths[first_on_path] / "bin", paths[other] / "bin")
    command = "probe" if started == "by name" else str(paths[started] / "bin" / "probe")
    return probe(run, [command])


@identity("two-environments-by-name")
def two_by_name(run: Run) -> Outcome:
    return two_environments(run, "by name", "second")


@identity("two-environments-other-by-path")
def two_other(run: Run) -> Outcome:
    # The one named, although the other comes first on PATH and both have the same base.
    return two_environments(run, "first", "second")


@identity("activated-environment")
def activated(run: Run) -> Outcome:
    path = environment(run, "first")
    script(run, path / "bin" / "probe", "#!%s/bin/python3" % path)
    on_path(run, path / "bin")
    run.variables["VIRTUAL_ENV"] = str(path)
    return probe(run, ["probe"])


@identity("symlinked-environment")
def symlinked(run: Run) -> Outcome:
    path = environment(run, "first")
    link = run.folder / "link"
    link.symlink_to(path)
    script(run, path / "bin" / "probe", "#!%s/bin/python3" % link)
    on_path(run, link / "bin")
    return probe(run, ["probe"])


@identity("copied-environment")
def copied(run: Run) -> Outcome:
    # The interpreter is a file of its own there, beside no library and no standard library.
    path = environment(run, "first", "--copies")
    script(run, path / "bin" / "probe", "#!%s/bin/python3" % path)
    on_path(run, path / "bin")
    return probe(run, ["probe"])


@identity("environment-with-system-packages")
def system_packages(run: Run) -> Outcome:
    path = environment(run, "first", "--system-site-packages")
    script(run, path / "bin" / "probe", "#!%s/bin/python3" % path)
    on_path(run, path / "bin")
    return probe(run, ["probe"])


@identity("symlinked-script")
def symlinked_script(run: Run) -> Outcome:
    # As pipx and uv do: a link in one folder for all tools, each with an environment of its own.
    path = environment(run, "first")
    script(run, path / "bin" / "probe", "#!%s/bin/python3" % path)
    tools = run.folder / "bin"
    tools.mkdir()
    (tools / "tool").symlink_to(path / "bin" / "probe")
    on_path(run, tools)
    return probe(run, ["tool", *ARGUMENTS])


# First lines


def first_line(run: Run, line: str, *arguments: str) -> Outcome:
    path = environment(run, "first")
    script(run, path / "bin" / "probe", line % {"python": path / "bin" / "python3"})
    on_path(run, path / "bin")
    return probe(run, ["probe", *arguments], ignoring=ADDED_BY_ENV)


for _name, _line in {
    "env": "#!/usr/bin/env python3",
    "env-version": "#!/usr/bin/env python%(version)s",
    "env-S-I": "#!/usr/bin/env -S python3 -I",
    "env-S-variable": "#!/usr/bin/env -S SAMPLE=set python3 -X utf8=1",
    "E": "#!%(python)s -E",
    "s": "#!%(python)s -s",
    "Es": "#!%(python)s -Es",
    "I": "#!%(python)s -I",
    "u": "#!%(python)s -u",
    "S": "#!%(python)s -S",
    "spaces": "#! %(python)s   -E  ",
}.items():
    def _body(run: Run, line=_line) -> Outcome:
        version = "%d.%d" % run.environment.interpreter.version[:2]
        return first_line(run, line.replace("%(version)s", version), *ARGUMENTS)
    identity("first-line-" + _name)(_body)


@identity("first-line-too-long")
def too_long(run: Run) -> Outcome:
    # What pip writes where the interpreter's path is too long for the kernel: two languages in one.
    path = environment(run, "first")
    script(run, path / "bin" / "probe",
           "#!/bin/sh\n'''exec' \"%s/bin/python3\" \"$0\" \"$@\"\n' '''" % path)
    on_path(run, path / "bin")
    return probe(run, ["probe", *ARGUMENTS], ignoring=ADDED_BY_SHELL)


@identity("first-line-too-long-with-flags")
def too_long_flags(run: Run) -> Outcome:
    path = environment(run, "first")
    script(run, path / "bin" / "probe",
           "#!/bin/sh\n'''exec' %s/bin/python3 -E \"$0\" \"$@\"\n' '''" % path)
    on_path(run, path / "bin")
    return probe(run, ["probe", *ARGUMENTS], ignoring=ADDED_BY_SHELL)


# The interpreter itself


def python(run: Run, *arguments: str, **options) -> Outcome:
    path = environment(run, "first")
    on_path(run, path / "bin")
    return probe(run, ["python3", *arguments], **options)


def as_module(run: Run) -> None:
    run.write("package/__init__.py", "")
    run.write("package/__main__.py", source())
    run.write("package/tool.py", source())


def as_zip(run: Run) -> None:
    with zipfile.ZipFile(run.work / "probe.zip", "w") as archive:
        archive.writestr("__main__.py", source())


@identity("python-file")
def python_file(run: Run) -> Outcome:
    run.write("probe.py", source())
    return python(run, "probe.py", *ARGUMENTS)


@identity("python-version-name")
def python_version_name(run: Run) -> Outcome:
    run.write("probe.py", source())
    path = environment(run, "first")
    on_path(run, path / "bin")
    return probe(run, ["python%d.%d" % run.environment.interpreter.version[:2], "probe.py"])


@identity("python-by-path")
def python_by_path(run: Run) -> Outcome:
    run.write("probe.py", source())
    return probe(run, [str(environment(run, "first") / "bin" / "python3"), "probe.py"])


@identity("python-by-relative-path")
def python_by_relative_path(run: Run) -> Outcome:
    run.write("probe.py", source())
    environment(run, "first")
    return probe(run, ["../first/bin/python3", "probe.py"])


@identity("python-by-link")
def python_by_link(run: Run) -> Outcome:
    # A link from elsewhere: what Python then takes for its environment differs between versions.
    run.write("probe.py", source())
    (run.work / "py").symlink_to(environment(run, "first") / "bin" / "python3")
    return probe(run, ["./py", "probe.py"])


@identity("python-base")
def python_base(run: Run) -> Outcome:
    # No environment at all: the installation's own interpreter.
    run.write("probe.py", source())
    return probe(run, [run.environment.interpreter.path, "probe.py"])


@identity("python-c")
def python_c(run: Run) -> Outcome:
    return python(run, "-c", source(), *ARGUMENTS)


@identity("python-m")
def python_m(run: Run) -> Outcome:
    as_module(run)
    return python(run, "-m", "package.tool", *ARGUMENTS)


@identity("python-m-package")
def python_m_package(run: Run) -> Outcome:
    as_module(run)
    return python(run, "-m", "package", *ARGUMENTS)


@identity("python-dash")
def python_dash(run: Run) -> Outcome:
    return python(run, "-", *ARGUMENTS, input=source().encode())


@identity("python-stdin")
def python_stdin(run: Run) -> Outcome:
    return python(run, input=source().encode())


@identity("python-folder")
def python_folder(run: Run) -> Outcome:
    run.write("folder/__main__.py", source())
    return python(run, "folder", *ARGUMENTS)


@identity("python-zip")
def python_zip(run: Run) -> Outcome:
    as_zip(run)
    return python(run, "probe.zip", *ARGUMENTS)


@identity("python-options")
def python_options(run: Run) -> Outcome:
    run.write("probe.py", source())
    return python(run, "-OO", "-B", "-X", "utf8", "-X", "faulthandler", "-W",
                  "error::BytesWarning", "-bb", "-u", "probe.py", *ARGUMENTS)


@identity("python-I-S")
def python_isolated(run: Run) -> Outcome:
    run.write("probe.py", source())
    return python(run, "-I", "-S", "probe.py")


@identity("python-dev")
def python_dev(run: Run) -> Outcome:
    run.write("probe.py", source())
    return python(run, "-X", "dev", "probe.py")


@identity("zipapp")
def zip_application(run: Run) -> Outcome:
    path = environment(run, "first")
    run.write("app/__main__.py", source())
    target = run.work / "probe.pyz"
    zipapp.create_archive(run.work / "app", target, interpreter="%s/bin/python3" % path)
    return probe(run, [str(target), *ARGUMENTS])


# Shorter forms, which only hermetic has; bare is what they stand for


def shorter(run: Run, *arguments: str, bare: Optional[List[str]] = None, **options) -> Outcome:
    path = environment(run, "first")
    on_path(run, path / "bin")
    # Nobody has promised what the command line was called before it was spelled out.
    return probe(run, arguments, bare=["python3", *(bare or arguments)], ignoring=["orig_argv"],
                 **options)


@identity("short-file")
def short_file(run: Run) -> Outcome:
    run.write("probe.py", source())
    return shorter(run, "probe.py", *ARGUMENTS)


@identity("short-c")
def short_c(run: Run) -> Outcome:
    return shorter(run, "-c", source(), *ARGUMENTS)


@identity("short-m")
def short_m(run: Run) -> Outcome:
    as_module(run)
    return shorter(run, "-m", "package.tool", *ARGUMENTS)


@identity("short-dash")
def short_dash(run: Run) -> Outcome:
    return shorter(run, "-", *ARGUMENTS, input=source().encode())


@identity("short-folder")
def short_folder(run: Run) -> Outcome:
    run.write("folder/__main__.py", source())
    return shorter(run, "folder", *ARGUMENTS)


@identity("short-zip")
def short_zip(run: Run) -> Outcome:
    as_zip(run)
    return shorter(run, "probe.zip", *ARGUMENTS)


@identity("short-entry-point", modes=(NO_FLAGS, NO_NETWORK))
def short_entry_point(run: Run) -> Outcome:
    # What an installed console script's body does. `__main__` itself is not promised here.
    as_module(run)
    path = environment(run, "first")
    on_path(run, path / "bin")
    code = "import sys; from package.tool import whole; sys.exit(whole())"
    return probe(run, ["package.tool:whole", "a", "b"], bare=["python3", "-c", code, "a", "b"],
                 ignoring=["orig_argv", "argv", "main", "modules", "name"])


# The surroundings


@identity("inherited-state")
def inherited(run: Run) -> Outcome:
    run.write("probe.py", source())
    return python(run, "probe.py", starter=starter(
        run, "ignore=SIGHUP", "ignore=SIGINT", "block=SIGUSR1", "open=7", "umask=027"))


@identity("closed-stdin")
def closed_stdin(run: Run) -> Outcome:
    run.write("probe.py", source())
    return python(run, "probe.py", starter=starter(run, "close=0"))


@identity("environment-odd")
def odd_environment(run: Run) -> Outcome:
    # Names and values a careless rewrite of the environment would lose.
    run.variables.update({
        "EMPTY": "", "EQUALS": "a=b=c", "LINES": "one\ntwo", "BYTES": os.fsdecode(b"\xfe"),
        "lower.dotted": "1", "HERMETICALLY": "not ours", "XLD_PRELOAD": "nor this",
    })
    run.write("probe.py", source())
    return python(run, "probe.py")


@identity("environment-preload")
def own_preload(run: Run) -> Outcome:
    # Somebody else's preloaded library must stay, in the list and in the process.
    library = next((path for folder in ("/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib64")
                    for path in [folder + "/libutil.so.1"] if os.path.exists(path)), None)
    if library is None:
        raise Skip("no small library to preload")
    run.variables["LD_PRELOAD"] = library
    run.write("probe.py", source())
    return python(run, "probe.py")


@identity("environment-python")
def python_variables(run: Run) -> Outcome:
    run.write("extra/extra_module.py", "")
    run.variables.update({
        "PYTHONPATH": str(run.work / "extra"), "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "ignore", "PYTHONHASHSEED": "5", "PYTHONNOUSERSITE": "1",
    })
    run.write("probe.py", source())
    return python(run, "probe.py")


@identity("locale-C")
def locale_c(run: Run) -> Outcome:
    # Python then puts LC_CTYPE into its own environment (PEP 538).
    run.variables["LANG"] = "C"
    run.write("probe.py", source())
    return python(run, "probe.py", *ARGUMENTS)


@identity("environment-none")
def no_environment(run: Run) -> Outcome:
    path = environment(run, "first")
    run.variables = {}
    run.write("probe.py", source())
    return probe(run, [str(path / "bin" / "python3"), "probe.py"], ignoring=["environ/PROBE_PARENT"])


@identity("version-manager-shim", once=True)
def shim(run: Run) -> Outcome:
    folder = shim_folder()
    run.write("probe.py", source())
    run.variables["PATH"] = os.pathsep.join([folder, *os.get_exec_path()])
    # hermetic finds out what the shim stands for, and need not run its shell scripts.
    names = SHELL_LEFTOVERS + ("PATH",) + tuple(n for n in os.environ if n.startswith("PYENV_"))
    names += ("PYENV_VERSION", "PYENV_DIR", "PYENV_HOOK_PATH", "PYENV_ROOT", "PYENV_SHELL",
              "_PYENV_INSTALL_PREFIX")
    for name in ("HOME", "PYENV_ROOT"):
        if name in os.environ:
            run.variables[name] = os.environ[name]
    return probe(run, ["python3", "probe.py"], ignoring=["orig_argv"] + [
        "%s/%s" % (part, name) for name in names for part in ("environ", "environ at start")])


def shim_folder() -> str:
    for folder in os.get_exec_path():
        path = os.path.join(folder, "python3")
        try:
            with open(path, "rb") as file:
                text = file.read(4096)
        except OSError:
            continue
        if text.startswith(b"#!") and b"pyenv" in text:
            return folder
    raise Skip("no pyenv shim on PATH")
