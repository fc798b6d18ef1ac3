"""What a supervised program is to its terminal, its shell and who signals it: the same as a bare one.

Each case runs twice, bare and with these words before it, and must come out the same:

    terminal.py hermetic --timeout 1h --
"""
import os
import pty
import re
import resource
import select
import shlex
import signal
import subprocess
import sys
import tempfile
import textwrap
import time

FOLDER = tempfile.mkdtemp()

PY = [sys.executable, "-I", "-S", "-c"]


def wait_until(condition, seconds=5):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError("never: " + repr(condition.__doc__ or condition))


class Terminal:
    """A shell, or another program, in a terminal of its own."""

    def __init__(self, *words, env=None):
        self.text = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            environment = dict(os.environ, PS1="PROMPT> ", TERM="dumb", HISTFILE="", **(env or {}))
            os.execvpe(words[0], words, environment)

    def type(self, text):
        os.write(self.fd, text.encode())

    def read(self, seconds=0.1):
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if ready:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            self.text += data.decode(errors="replace").replace("\r", "")
            return bool(data)
        return None

    def expect(self, pattern, seconds=6):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            match = re.search(pattern, self.text)
            if match:
                self.text = self.text[match.end():]
                return match
            if self.read() is False and not re.search(pattern, self.text):
                break
        raise AssertionError(f"no {pattern!r} in {self.text!r}")

    def close(self):
        os.close(self.fd)
        for number in (signal.SIGHUP, signal.SIGKILL):
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass
            time.sleep(0.02)
        os.waitpid(self.pid, 0)


def shell(*command):
    terminal = Terminal("bash", "--norc", "--noprofile", "-i")
    terminal.expect("PROMPT> ")
    return terminal


# What is typed is shown too: it must not look like the answer.
WAITS = ["sh", "-c", "echo rea''dy; exec sleep 50"]


def quoted(words):
    return " ".join(map(shlex.quote, words))


def counter(path):
    """A program that counts the signals that it gets."""
    return PY + [textwrap.dedent(f"""
        import os, signal, time
        counts = {{}}
        def note(number, frame):
            counts[number] = counts.get(number, 0) + 1
            open({path!r}, "w").write(repr(sorted((int(k), v) for k, v in counts.items())))
        for number in (1, 2, 3, 10, 12, 15, 18, 28): signal.signal(number, note)
        open({path!r} + ".pid", "w").write(str(os.getpid()))
        print("ready", flush=True)
        end = time.monotonic() + 10
        while time.monotonic() < end and not os.path.exists({path!r} + ".end"): time.sleep(0.01)
        """)]


def interrupt(prefix):
    t = shell()
    try:
        t.type(quoted(prefix + WAITS) + "; echo status=$?\n")
        t.expect("\nready\n")
        t.type("\x03")
        t.expect("PROMPT> ")
        t.type("echo status=$?\n")
        return t.expect(r"status=(\d+)\n").group(1)
    finally:
        t.close()


def stop_and_continue(prefix):
    t = shell()
    found = []
    try:
        t.type(quoted(prefix + WAITS) + "\n")
        t.expect("\nready\n")
        t.type("\x1a")
        t.expect("Stopped"); t.expect("PROMPT> ")
        t.type("jobs\n"); found.append(bool(t.expect(r"\[1\]\+ +Stopped"))); t.expect("PROMPT> ")
        t.type("bg\n"); t.expect("PROMPT> "); time.sleep(0.2)
        t.type("jobs\n"); found.append(bool(t.expect(r"\[1\]\+ +Running"))); t.expect("PROMPT> ")
        t.type("fg\n"); time.sleep(0.3)
        t.type("\x1a"); t.expect("Stopped"); t.expect("PROMPT> ")
        t.type("fg\n"); time.sleep(0.3)
        t.type("\x03"); t.expect("PROMPT> ")
        t.type("echo status=$?\n")
        found.append(t.expect(r"status=(\d+)\n").group(1))
        return found
    finally:
        t.close()


def kill_stopped_job(prefix):
    t = shell()
    try:
        t.type(quoted(prefix + WAITS) + "\n")
        t.expect("\nready\n")
        t.type("\x1a"); t.expect("Stopped"); t.expect("PROMPT> ")
        # A shell tells of it before its next prompt.
        t.type("kill %1\n"); t.expect("PROMPT> ")
        for _ in range(20):
            time.sleep(.3); t.type("\n")
            try:
                return bool(t.expect("Terminated", 0.1))
            except AssertionError:
                pass
        return False
    finally:
        t.close()


def kill_while_stopped(prefix):
    """SIGKILL to the program itself while it is stopped."""
    t = shell()
    path = f"{FOLDER}/c"
    try:
        t.type(quoted(prefix + ["sh", "-c", f"echo $$ > {path}.pid; exec sleep 50"]) + "\n")
        time.sleep(0.4)
        t.type("\x1a"); t.expect("Stopped"); t.expect("PROMPT> ")
        os.kill(int(open(path + ".pid").read()), signal.SIGKILL)
        time.sleep(0.3); t.type("wait %1; echo status=$?\n")
        return t.expect(r"status=(\d+)\n").group(1)
    finally:
        t.close()


def background_read(prefix):
    t = shell()
    try:
        t.type(quoted(prefix + ["cat"]) + " &\n"); t.expect("PROMPT> ")
        time.sleep(0.4); t.type("\n"); t.expect("Stopped"); t.expect("PROMPT> ")
        t.type("fg\n"); time.sleep(0.3); t.type("hello\n"); t.expect("hello\nhello"); t.type("\x04")
        t.expect("PROMPT> "); t.type("echo status=$?\n")
        return t.expect(r"status=(\d+)\n").group(1)
    finally:
        t.close()


def inner_shell(prefix):
    t = shell()
    found = []
    try:
        t.type(quoted(prefix + ["env", "PS1=INNER> ", "bash", "--norc", "--noprofile", "-i"]) + "\n")
        t.expect("INNER> ")
        t.type("sleep 50\n"); time.sleep(0.3); t.type("\x1a"); t.expect("Stopped"); t.expect("INNER> ")
        t.type("fg\n"); time.sleep(0.3); t.type("\x03"); t.expect("INNER> ")
        t.type("echo in=$?\n"); found.append(t.expect(r"in=(\d+)\n").group(1)); t.expect("INNER> ")
        t.type("suspend\n"); t.expect("Stopped"); t.expect("PROMPT> ")
        t.type("fg\n"); time.sleep(0.3); t.type("echo back\n"); t.expect("back\n"); t.expect("INNER> ")
        t.type("exit 9\n"); t.expect("PROMPT> "); t.type("echo status=$?\n")
        found.append(t.expect(r"status=(\d+)\n").group(1)); t.expect("PROMPT> ")
        t.type("cat\n"); time.sleep(0.2); t.type("x\n\x04"); found.append(bool(t.expect("x\nx\n")))
        return found
    finally:
        t.close()


def signals(prefix, send):
    path = f"{FOLDER}/c"
    for end in ("", ".pid", ".end"):
        if os.path.exists(path + end): os.unlink(path + end)
    p = subprocess.Popen(prefix + counter(path), stdout=subprocess.PIPE, process_group=0)
    try:
        assert p.stdout.readline() == b"ready\n"
        send(p, int(open(path + ".pid").read()))
        time.sleep(0.15)
        open(path + ".end", "w").close()
        status = p.wait(5)
        return (status, open(path).read() if os.path.exists(path) else "")
    finally:
        p.stdout.close()
        if p.poll() is None: p.kill(); p.wait()


def by_number(p, program): 
    for number in (1, 2, 10, 15, 28): os.kill(p.pid, number); time.sleep(0.03)
def by_group(p, program):
    for number in (1, 2, 10, 15, 28): os.killpg(p.pid, number); time.sleep(0.03)
def by_both(p, program):
    for number in (2, 15): os.kill(p.pid, number); time.sleep(0.05); os.killpg(p.pid, number); time.sleep(0.05)
def group_twice(p, program):
    os.killpg(p.pid, 15); time.sleep(0.1); os.kill(p.pid, 15); time.sleep(.1); os.kill(p.pid, 15)
def stopped(p, program):
    os.kill(program, signal.SIGSTOP)
    assert os.WIFSTOPPED(os.waitpid(p.pid, os.WUNTRACED)[1])
    os.killpg(p.pid, 15); os.kill(p.pid, 10)
    time.sleep(0.1)
    os.killpg(p.pid, signal.SIGCONT)
    time.sleep(0.1)
def continued_itself(p, program):
    os.kill(program, signal.SIGSTOP)
    assert os.WIFSTOPPED(os.waitpid(p.pid, os.WUNTRACED)[1])
    os.kill(program, signal.SIGCONT)
    time.sleep(0.1)
    os.kill(p.pid, 10)
def stopped_by_group(p, program):
    os.killpg(p.pid, signal.SIGSTOP)
    assert os.WIFSTOPPED(os.waitpid(p.pid, os.WUNTRACED)[1])
    os.killpg(p.pid, signal.SIGCONT); time.sleep(0.1); os.kill(p.pid, 10)


def ends(prefix, code):
    return subprocess.run(prefix + PY + [code], capture_output=True, timeout=20).returncode


def with_timeout(prefix, *options):
    return subprocess.run(["timeout", *options, "0.5", *prefix, "sleep", "50"], timeout=10).returncode


def child_ignored(prefix):
    return subprocess.run(["env", "--ignore-signal=CHLD", *prefix, "sh", "-c", "sleep 0.1; exit 5"],
                          timeout=10).returncode


def hung_up(prefix):
    """nohup: the program goes on where its terminal is gone."""
    path = f"{FOLDER}/c.hup"
    if os.path.exists(path): os.unlink(path)
    t = shell()
    t.type(quoted(["nohup", *prefix, "sh", "-c", f"sleep 1; echo $$ > {path}"]) + " >/dev/null 2>&1 &\n")
    t.expect("PROMPT> "); time.sleep(0.3)
    t.close()
    wait_until(lambda: os.path.exists(path), 4)
    return True


def hung_up_foreground(prefix):
    path = f"{FOLDER}/c.hup"
    if os.path.exists(path): os.unlink(path)
    t = shell()
    t.type(quoted([*prefix, "sh", "-c", f"trap 'echo hup > {path}; exit' HUP; while :; do sleep .1; done"]) + "\n")
    time.sleep(0.4)
    t.close()
    wait_until(lambda: os.path.exists(path), 4)
    return True


def session_leader(prefix):
    """Nothing between the terminal and the program."""
    t = Terminal(*prefix, "sh", "-c", "trap 'echo caught; exit 3' INT; echo ready; while :; do sleep .1; done")
    try:
        t.expect("ready"); t.type("\x03"); t.expect("caught")
        return os.waitstatus_to_exitcode(os.waitpid(t.pid, 0)[1])
    finally:
        os.close(t.fd)


def leader_hung_up(prefix):
    path = f"{FOLDER}/c.hup"
    if os.path.exists(path): os.unlink(path)
    t = Terminal(*prefix, "sh", "-c", f"trap 'echo hup > {path}; exit 3' HUP; echo ready; while :; do sleep .1; done")
    t.expect("ready")
    os.close(t.fd)
    status = os.waitstatus_to_exitcode(os.waitpid(t.pid, 0)[1])
    return status, os.path.exists(path)


def orphaned_read(prefix):
    """A background program whose group has nobody to continue it reads: an error, no stop."""
    code = "import os\ntry: os.read(0, 1)\nexcept OSError as e: open({!r}, 'w').write(str(e.errno))\n"
    path = f"{FOLDER}/c.eio"
    if os.path.exists(path): os.unlink(path)
    # A group of its own whose parent is gone, in a session that has another one in the foreground.
    start = ("import os, sys, time\nif os.fork() == 0:\n if os.fork(): os._exit(0)\n os.setpgid(0, 0)\n"
             " time.sleep(.3)\n os.execvp(sys.argv[1], sys.argv[1:])\nos.wait()\ntime.sleep(3)")
    t = Terminal(*PY, start, *prefix, *PY, code.format(path))
    try:
        wait_until(lambda: os.path.exists(path) and open(path).read(), 4)
        return open(path).read()
    finally:
        t.close()


def daemon(prefix):
    """What outlives the program keeps nobody waiting."""
    started = time.monotonic()
    code = ("import os,time\nif os.fork() == 0:\n os.setsid()\n"
            " for n in (0,1,2): os.close(n)\n time.sleep(1.5)\n os._exit(0)\nos._exit(4)")
    p = subprocess.run(prefix + PY + [code], capture_output=True, timeout=10)
    return p.returncode, time.monotonic() - started < 1


def use_of_time(prefix):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ends(prefix, "import time\nwhile time.process_time() < .4: pass")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime > 0.38


def killed(prefix):
    """SIGKILL of what was started ends the program."""
    path = f"{FOLDER}/c.pid"
    if os.path.exists(path): os.unlink(path)
    p = subprocess.Popen(prefix + ["sh", "-c", f"echo $$ > {path}; exec sleep 50"])
    wait_until(lambda: os.path.exists(path) and open(path).read())
    program = int(open(path).read())
    p.kill(); status = p.wait()
    wait_until(lambda: not os.path.exists(f"/proc/{program}"))
    return status


SENDERS = (by_number, by_group, by_both, group_twice, stopped, continued_itself, stopped_by_group)
ENDS = {
    "status": "import os; os._exit(255)", "abort": "import os; os.kill(os.getpid(), 6)",
    "kill": "import os; os.kill(os.getpid(), 9)", "real-time": "import os; os.kill(os.getpid(), 34)",
    "terminate": "import os, signal; signal.signal(15, signal.SIG_DFL); os.kill(os.getpid(), 15)",
}
CASES = {case.__name__: case for case in (
    interrupt, stop_and_continue, kill_stopped_job, kill_while_stopped, background_read, inner_shell, with_timeout,
    child_ignored, hung_up, hung_up_foreground, session_leader, leader_hung_up, orphaned_read, daemon, use_of_time,
    killed)}
CASES.update({sender.__name__: lambda prefix, sender=sender: signals(prefix, sender) for sender in SENDERS})
CASES.update({f"ends by {name}": lambda prefix, code=code: ends(prefix, code) for name, code in ENDS.items()})
CASES["timeout in the foreground"] = lambda prefix: with_timeout(prefix, "--foreground")
CASES["timeout that kills"] = lambda prefix: with_timeout(prefix, "-s", "KILL")


def main(prefix):
    failed = 0
    for name, case in CASES.items():
        # A terminal on a busy machine takes its time, bare too.
        for _ in range(3):
            results = []
            for words in ([], prefix):
                try:
                    results.append(case(words))
                except Exception as error:
                    results.append(f"{type(error).__name__}: {error}")
            # A case that fails bare says nothing.
            is_fine = results[0] == results[1] and "Error:" not in str(results[0])
            if is_fine:
                break
        failed += not is_fine
        print("ok  " if is_fine else "FAIL", name, results[0], "" if is_fine else f"but {results[1]}", flush=True)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
