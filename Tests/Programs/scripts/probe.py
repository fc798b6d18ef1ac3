"""Prints what a program can find out about how it was started, as sorted JSON.

Only `sys` is imported before the list of modules is taken.
"""

import sys

modules = sorted(sys.modules)

import json  # noqa: E402
import os  # noqa: E402
import resource  # noqa: E402
import signal  # noqa: E402
import sysconfig  # noqa: E402
import threading  # noqa: E402


def descriptors():
    """Open descriptors and what they are; pipes and sockets without their number."""
    found = {}
    for name in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink("/proc/self/fd/" + name)
            found[name] = [target.partition(":[")[0], os.get_inheritable(int(name))]
        except OSError:
            pass  # The descriptor of this very listing.
    return found


def start_environment():
    """What the kernel keeps of the environment at start, as `ps e` shows it."""
    with open("/proc/self/environ", "rb") as file:
        entries = file.read().split(b"\0")
    return sorted(entry.decode("utf-8", "backslashreplace") for entry in entries if entry)


def signals():
    with open("/proc/self/status") as file:
        masks = {k: v.strip() for k, _, v in (line.partition(":") for line in file)
                 if k in ("SigBlk", "SigIgn", "SigCgt", "SigPnd", "ShdPnd")}
    handlers = {}
    for number in signal.valid_signals():
        handler = signal.getsignal(number)
        handlers[str(int(number))] = getattr(handler, "__name__", str(handler))
    return {"masks": masks, "handlers": handlers}


def stream(file):
    return file and [file.name, file.mode, file.encoding, file.errors, file.line_buffering,
                     file.write_through, type(file.buffer).__name__, file.isatty()]


def named(objects):
    return [getattr(o, "__qualname__", type(o).__qualname__) for o in objects]


main = sys.modules["__main__"]
told = {
    "argv": sys.argv,
    "orig_argv": getattr(sys, "orig_argv", None),
    "executable": sys.executable,
    "_base_executable": sys._base_executable,
    "prefix": [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, sys.platlibdir],
    "path": sys.path,
    "name": __name__,
    "main": {
        "file": getattr(main, "__file__", None),
        "cached": getattr(main, "__cached__", None),
        "package": getattr(main, "__package__", None),
        "spec": getattr(getattr(main, "__spec__", None), "name", None),
        "loader": type(getattr(main, "__loader__", None)).__name__,
        "names": sorted(n for n in vars(main) if n.startswith("__")),
    },
    "flags": {n: getattr(sys.flags, n) for n in dir(sys.flags)
              if not n.startswith(("_", "n_")) and n not in ("count", "index")},
    "options": [sys.warnoptions, {k: v for k, v in sys._xoptions.items()}, sys.dont_write_bytecode,
                sys.pycache_prefix],
    "environ": dict(os.environ),
    "environ at start": start_environment(),
    "descriptors": descriptors(),
    "signals": signals(),
    "meta_path": named(sys.meta_path),
    "path_hooks": named(sys.path_hooks),
    "modules": modules,
    "builtin modules": list(sys.builtin_module_names),
    "hooks": [h.__module__ for h in (sys.excepthook, sys.displayhook, sys.unraisablehook,
                                      sys.breakpointhook)] + [sys.gettrace(), sys.getprofile()],
    "streams": [stream(s) for s in (sys.stdin, sys.stdout, sys.stderr)],
    "encodings": [sys.getfilesystemencoding(), sys.getfilesystemencodeerrors(),
                  sys.getdefaultencoding()],
    "limits": [sys.getrecursionlimit(), sys.getswitchinterval()],
    "resources": {n: resource.getrlimit(getattr(resource, n))
                  for n in dir(resource) if n.startswith("RLIMIT_")},
    "threads": [len(threading.enumerate()), len(os.listdir("/proc/self/task"))],
    "process": {
        "parent is the test": os.getppid() == int(os.environ.get("PROBE_PARENT", "-1")),
        "leads session": os.getsid(0) == os.getpid(), "leads group": os.getpgrp() == os.getpid(),
        "umask": [os.umask(0o22), os.umask(0o22)][0], "nice": os.nice(0), "cwd": os.getcwd(),
    },
    "paths": sysconfig.get_paths(),
    "site": [sys.modules["site"].ENABLE_USER_SITE if "site" in modules else None],
}


def whole():
    """For entry points: prints all of it and gives a status of its own."""
    sys.stdout.write(json.dumps(told, indent=1, sort_keys=True, default=repr) + "\n")
    return 7


if __name__ == "__main__":
    sys.exit(whole())
