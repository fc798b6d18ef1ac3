"""How a program ends, what it reads and writes, and what a terminal sees (FEATURES, row R4)."""

import json
import os
import select
import signal
import subprocess
import time
from typing import List

from harness import Failure, Outcome, Run, Skip, bare_python, program, starter


def behaviour(name: str, **options):
    return program(name, group="behaviour", status=None, **options)


def simple(name: str, code: str, arguments=(), input=None, options=(), **registration):
    """A behaviour which is one piece of code, run from a file."""
    @behaviour(name, **registration)
    def body(run: Run) -> Outcome:
        path = run.write("main.py", code)
        return run.run(["python3", *options, path.name, *arguments], input=input)
    return body


# Ends

simple("exit-code", "import sys; sys.exit(3)")
simple("exit-text", "import sys; print('before'); sys.exit('text on stderr')")
simple("exit-none", "import sys; sys.exit()")
simple("exit-large", "import sys; sys.exit(256 + 7)")
simple("exit-object", "import sys; sys.exit(['not', 'an', 'integer'])")
simple("exit-at-once", "import os; print('lost in the buffer'); os._exit(9)")
simple("exit-in-thread", """
import sys, threading
thread = threading.Thread(target=sys.exit, args=(4,)); thread.start(); thread.join(); print("on")
""")
simple("exit-handlers", """
import atexit, sys, weakref
class Thing:
    def __del__(self): print("finalized")
thing = Thing()
weakref.finalize(thing, print, "weakref")
atexit.register(print, "at exit")
sys.stdout.write("unfinished line")
""")
simple("traceback", """
def outer(): inner()
def inner(): raise ValueError("with text") from KeyError("cause")
print("before")
outer()
""")
simple("traceback-hook", """
import sys
sys.excepthook = lambda *what: print("hook", what[0].__name__, file=sys.stderr)
raise RuntimeError("seen by the hook")
""")
simple("syntax-error", "print('never'\nx = = 1\n")
simple("import-error", "import there_is_no_such_module")
simple("recursion", """
def deeper(n): return deeper(n + 1)
try:
    deeper(0)
except RecursionError as error:
    print(error)
import sys
sys.setrecursionlimit(20000)
def down(n): return n and 1 + down(n - 1)
print(down(15000))
""")
simple("memory-error", "try:\n    bytearray(1 << 62)\nexcept MemoryError:\n    print('refused')\n")
for _name in ("SIGTERM", "SIGKILL", "SIGHUP", "SIGUSR1", "SIGABRT", "SIGPIPE"):
    # Python ignores SIGPIPE for itself, so the program puts it back to see the default.
    simple("signal-" + _name[3:].lower(), """
import os, signal, sys, time
print("before", flush=True)
try:
    signal.signal(signal.%s, signal.SIG_DFL)
except OSError:
    pass
os.kill(os.getpid(), signal.%s)
time.sleep(20)
""" % (_name, _name))
simple("segmentation-fault", """
import faulthandler, os, resource, signal
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
faulthandler.enable()
os.kill(os.getpid(), signal.SIGSEGV)
""")
simple("signal-handled", """
import os, signal
signal.signal(signal.SIGTERM, lambda number, frame: print("got", signal.Signals(number).name))
os.kill(os.getpid(), signal.SIGTERM)
signal.setitimer(signal.ITIMER_REAL, 0.02)
signal.signal(signal.SIGALRM, lambda *_: print("alarm"))
signal.pause()
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
""")
simple("children", """
import os, subprocess, sys
print(subprocess.run([sys.executable, "-c", "import sys; sys.exit(6)"]).returncode)
print(subprocess.run(["/bin/sh", "-c", "kill -9 $$"]).returncode)
pid = os.fork()
if pid == 0:
    os._exit(8)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
try:
    os.wait()
except ChildProcessError:
    print("no child that is not ours")
print(os.system("exit 2") >> 8, os.popen("echo popen").read().strip())
os.execv(sys.executable, [sys.executable, "-c", "print('replaced'); raise SystemExit(12)"])
""", options=("-u",))
simple("no-such-file", "", arguments=(), options=("not-there.py",))


def interrupted(run: Run, arguments: List[str], number: int, starter=()) -> Outcome:
    """Sends a signal from outside once the program has said that it is ready."""
    process = run.start(arguments, starter=starter)
    wait_for(run, process, b"ready\n")
    # Let it arrive in its next statement, or the traceback names the one before.
    time.sleep(0.2)
    os.kill(process.pid, number)
    outcome = run.finish(process, timeout=20)
    return Outcome(outcome.status, "ready\n" + outcome.stdout, outcome.stderr)


def wait_for(run: Run, process: subprocess.Popen, text: bytes, limit: float = 30) -> None:
    """Reads exactly `text` from the program, without taking more from the pipe."""
    got, end = b"", time.monotonic() + limit
    while got != text:
        if not select.select([process.stdout], [], [], max(0, end - time.monotonic()))[0]:
            run.kill(process)
            raise Failure("said %r, not %r, in %g s" % (got, text, limit))
        byte = os.read(process.stdout.fileno(), 1)
        if not byte:
            run.kill(process)
            raise Failure("ended after %r\n%s" % (got, process.communicate()[1][-600:].decode()))
        got += byte


SLEEPER = "import time\nprint('ready', flush=True)\ntime.sleep(20)\n"


@behaviour("interrupt")
def interrupt(run: Run) -> Outcome:
    return interrupted(run, ["python3", run.write("main.py", SLEEPER).name], signal.SIGINT)


@behaviour("interrupt-handled")
def interrupt_handled(run: Run) -> Outcome:
    run.write("main.py", """
import time
try:
    print("ready", flush=True)
    time.sleep(20)
except KeyboardInterrupt:
    print("caught")
    raise SystemExit(5)
""")
    return interrupted(run, ["python3", "main.py"], signal.SIGINT)


@behaviour("interrupt-ignored")
def interrupt_ignored(run: Run) -> Outcome:
    # A shell's background job starts with SIGINT ignored, and Python then leaves it so.
    run.write("main.py", """
import os, signal, time
print("ready", flush=True)
time.sleep(0.5)
print(signal.getsignal(signal.SIGINT))
""")
    return interrupted(run, ["python3", "main.py"], signal.SIGINT, starter(run, "ignore=SIGINT"))


@behaviour("terminate")
def terminate(run: Run) -> Outcome:
    return interrupted(run, ["python3", run.write("main.py", SLEEPER).name], signal.SIGTERM)


# Input and output

simple("stdin-pipe", "import sys\nprint(sys.stdin.isatty(), [l for l in sys.stdin])\n", input=b"a\nb")
simple("stdin-input", "print(input('? ') + input())\n", input=b"one\ntwo\n")
simple("stdin-end", "input()\n", input=b"")
simple("stdin-bytes", "import sys\nprint(sys.stdin.buffer.read())\n", input=b"\x00\xff\r\n")
simple("stdout-buffering", """
import os, subprocess, sys
print(type(sys.stdout.buffer).__name__, sys.stdout.line_buffering, sys.stdout.write_through,
      sys.stderr.line_buffering, sys.stdout.encoding, sys.stdout.errors, sys.stderr.errors)
print("held back")
os.write(1, b"written at once\\n")
subprocess.run(["/bin/echo", "a child's line"])
sys.stderr.write("no newline")
""")
simple("stdout-unbuffered", """
import os, sys
sys.stdout.write("first ")
os.write(1, b"second\\n")
""", options=("-u",))
simple("stdout-large", "import sys\nsys.stdout.write('x' * 5_000_000)\n")
simple("stdout-bytes", "print('caf\\udce9 \\u2713'.encode('utf-8', 'surrogateescape'))\nprint('\\u2713')\n")


@behaviour("stdout-closed")
def stdout_closed(run: Run) -> Outcome:
    run.write("main.py", "import sys\nprint('nowhere')\nsys.stderr.write(repr(sys.stdout) + '\\n')\n")
    return run.run(["python3", "main.py"], starter=starter(run, "close=1"))


@behaviour("stdin-closed")
def stdin_closed(run: Run) -> Outcome:
    run.write("main.py", "import os, sys\nprint(sys.stdin, os.open('/dev/null', 0))\n")
    return run.run(["python3", "main.py"], starter=starter(run, "close=0"))


@behaviour("all-closed")
def all_closed(run: Run) -> Outcome:
    run.write("main.py", "import sys\nsys.exit([sys.stdin, sys.stdout, sys.stderr] == [None] * 3 and 21)\n")
    return run.run(["python3", "main.py"], starter=starter(run, "close=0", "close=1", "close=2"))


@behaviour("stdout-full")
def stdout_full(run: Run) -> Outcome:
    # The error appears only when Python flushes at its very end: status 120.
    if not os.path.exists("/dev/full"):
        raise Skip("no /dev/full here")
    run.write("main.py", "print('does not fit')\n")
    return run.run(["python3", "main.py"], starter=["/bin/sh", "-c", 'exec "$@" > /dev/full', "sh"])


@behaviour("broken-pipe")
def broken_pipe(run: Run) -> Outcome:
    run.write("main.py", "for n in range(200000):\n    print(n)\n")
    process = run.start(["python3", "main.py"])
    os.read(process.stdout.fileno(), 2)
    process.stdout.close()
    process.stdout = None
    return run.finish(process)


# Terminals


def on_terminal(run: Run, arguments: List[str], steps: List[List[str]]) -> Outcome:
    """Runs on a terminal of its own; the screen becomes the output."""
    helper = [*bare_python(), run.script("terminal.py"), json.dumps(steps), "--"]
    outcome = run.run(arguments, starter=helper)
    try:
        told = json.loads(outcome.stdout)
    except ValueError:
        raise Failure("no answer from the terminal: %s" % outcome.stderr[-600:]) from None
    trouble = [event for event in told["events"] if event.startswith(("gave up", "no end"))]
    if trouble:
        raise Failure("%s\nscreen: %s" % ("; ".join(trouble), told["screen"][-600:]))
    return Outcome(told["status"], told["screen"].replace("\r\n", "\n"), "\n".join(told["events"]))


@behaviour("terminal")
def terminal(run: Run) -> Outcome:
    run.write("main.py", """
import os, sys, termios
print([stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)], sys.stdout.line_buffering)
print(os.get_terminal_size(), os.tcgetpgrp(0) == os.getpgrp(), os.getsid(0) == os.getpid())
print(os.ttyname(0) == os.ttyname(1), bool(termios.tcgetattr(0)[3] & termios.ECHO))
name = input("name? ")
print("hello", name)
with open("/dev/tty", "w") as tty:
    print("to the terminal", file=tty)
""")
    return on_terminal(run, ["python3", "main.py"],
                       [["expect", "name? "], ["send", "you\n"], ["expect", "hello you"]])


@behaviour("terminal-interrupt")
def terminal_interrupt(run: Run) -> Outcome:
    run.write("main.py", SLEEPER)
    return on_terminal(run, ["python3", "main.py"], [["expect", "ready"], ["pause"], ["send", "\x03"]])


@behaviour("terminal-quit")
def terminal_quit(run: Run) -> Outcome:
    run.write("main.py", "import resource\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n" + SLEEPER)
    return on_terminal(run, ["python3", "main.py"], [["expect", "ready"], ["pause"], ["send", "\x1c"]])


@behaviour("terminal-end-of-input")
def terminal_end(run: Run) -> Outcome:
    run.write("main.py", "try:\n    input('? ')\nexcept EOFError:\n    print('end')\n")
    return on_terminal(run, ["python3", "main.py"], [["expect", "? "], ["send", "\x04"]])


@behaviour("terminal-stop-and-continue")
def terminal_stop(run: Run) -> Outcome:
    run.write("main.py", "print('ready', flush=True)\nprint('got', input())\n")
    return on_terminal(run, ["python3", "main.py"], [
        ["expect", "ready"], ["send", "\x1a"], ["stopped"], ["resume"], ["send", "on\n"],
        ["expect", "got on"]])


@behaviour("terminal-child")
def terminal_child(run: Run) -> Outcome:
    # Ctrl-C reaches the whole foreground group: parent and child both see it. The child takes its
    # time to end; one that ends while the parent's `waitpid` returns loses its status, bare as well.
    run.write("main.py", """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", '''
import time
try:
    print("ready", flush=True); time.sleep(20)
except KeyboardInterrupt:
    print("child interrupted", flush=True); time.sleep(0.1); raise SystemExit(3)
'''])
try:
    child.wait()
except KeyboardInterrupt:
    print("parent interrupted", child.wait())
""")
    return on_terminal(run, ["python3", "main.py"], [["expect", "ready"], ["pause"], ["send", "\x03"]])


@behaviour("terminal-prompt", varies=[(r"(?s)^Python 3.*?\n>>> ", ">>> "), (r"\x1b\[[?\d;]*[a-zA-Z]", "")])
def terminal_prompt(run: Run) -> Outcome:
    # The new prompt of 3.13 paints with escape codes whose timing varies; the basic one is enough.
    run.variables["PYTHON_BASIC_REPL"] = "1"
    run.variables["TERM"] = "dumb"
    return on_terminal(run, ["python3", "-q"], [
        ["expect", ">>> "], ["send", "6 * 7\n"], ["expect", "42"], ["expect", ">>> "],
        ["send", "import sys; sys.exit(11)\n"]])


@behaviour("terminal-password")
def terminal_password(run: Run) -> Outcome:
    run.write("main.py", "import getpass\nprint(len(getpass.getpass('secret: ')))\n")
    return on_terminal(run, ["python3", "main.py"],
                       [["expect", "secret: "], ["send", "abc\n"], ["expect", "3"]])
