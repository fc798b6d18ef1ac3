"""Modules that can start processes, and what they are made of."""
import asyncio.subprocess
import concurrent.futures.process
import ctypes.util
import multiprocessing.managers
import os
import platform
import pty
import subprocess
import webbrowser


class Child(subprocess.Popen):
    """A class of the program's own."""


print(issubclass(Child, subprocess.Popen), isinstance(subprocess.Popen, type), subprocess.PIPE, callable(os.fork))
print(subprocess.list2cmdline(["a b", "c"]), multiprocessing.current_process().name, os.cpu_count() > 0)
print(subprocess.CompletedProcess(["a"], 0).returncode, subprocess.CalledProcessError(1, "a"))
