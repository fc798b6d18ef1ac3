"""Runs a command as a shell's foreground job on a new terminal, and plays a short script to it.

terminal.py STEPS -- COMMAND …     STEPS is JSON, a list of
    ["expect", TEXT]    wait until the terminal has shown TEXT after the last match
    ["send", TEXT]      type TEXT (control characters included)
    ["pause"]           let it arrive in its next statement
    ["stopped"]         wait until the job has stopped, as a shell would notice
    ["resume"]          continue it in the foreground

Prints {"screen": …, "status": …, "events": […]} as JSON. The command is neither session leader nor
in an orphaned group, as in a real shell; otherwise Ctrl-Z would do nothing.
"""

import json
import os
import pty
import select
import signal
import sys
import time

LIMIT = 30
steps = json.loads(sys.argv[1])
command = sys.argv[3:]


def leader(report, orders):
    """The shell's part: one job in the foreground, its changes reported as lines."""
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    ready, go = os.pipe()
    job = os.fork()
    if job == 0:
        os.close(go)
        os.setpgid(0, 0)
        # Until the job is in the foreground, reading the terminal would stop it.
        os.read(ready, 1)
        for number in (signal.SIGTTOU, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        os.closerange(3, 64)
        try:
            os.execvp(command[0], command)
        except OSError as error:
            print("terminal: %s" % error)
            os._exit(127)
    try:
        os.setpgid(job, job)
    except OSError:
        pass
    os.tcsetpgrp(0, job)
    os.write(report, b"job %d\n" % job)
    os.write(go, b"x")
    while True:
        _, status = os.waitpid(job, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            os.tcsetpgrp(0, os.getpgrp())
            os.write(report, b"stopped %d\n" % os.WSTOPSIG(status))
            os.read(orders, 1)
            os.tcsetpgrp(0, job)
            os.killpg(job, signal.SIGCONT)
        else:
            code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
            os.write(report, b"ended %d\n" % code)
            os._exit(0)


reports, report = os.pipe()
orders, order = os.pipe()
pid, master = pty.fork()
if pid == 0:
    try:
        leader(report, orders)
    finally:
        os._exit(1)
os.close(report)

screen, seen, events, status, job = b"", 0, [], None, None
end = time.monotonic() + LIMIT


def pump(wait):
    """Reads what there is: the screen's text, and the leader's reports."""
    global screen, status, job
    readable = select.select([master, reports], [], [], wait)[0]
    if master in readable:
        try:
            screen += os.read(master, 65536)
        except OSError:
            time.sleep(0.01)  # The other side is closed; the report will say so.
    if reports in readable:
        for line in os.read(reports, 4096).decode().splitlines():
            word, _, number = line.partition(" ")
            if word == "job":
                job = int(number)
            elif word == "stopped":
                events.append(line)
            elif word == "ended":
                status = int(number)


def until(condition, what):
    while not condition():
        over = status is not None
        pump(0.1)
        if not condition() and (over or time.monotonic() > end):
            events.append("gave up waiting: %s" % what)
            return False
    return True


for step in steps:
    kind, text = step[0], (step + [""])[1].encode()
    if kind == "expect":
        if not until(lambda: text in screen[seen:], "text %r" % text.decode()):
            break
        seen = screen.index(text, seen) + len(text)
    elif kind == "send":
        os.write(master, text)
    elif kind == "pause":
        pause = time.monotonic() + 0.2
        while time.monotonic() < pause:
            pump(0.05)
    elif kind == "stopped":
        before = sum(1 for event in events if event == "resumed")
        if not until(lambda: len([e for e in events if e.startswith("stopped")]) > before, "stop"):
            break
    elif kind == "resume":
        events.append("resumed")
        os.write(order, b"x")
while status is None and time.monotonic() < end:
    pump(0.1)
if status is None:
    events.append("no end after %d s" % LIMIT)
    if job:
        os.kill(job, signal.SIGKILL)
while select.select([master], [], [], 0)[0]:
    try:
        data = os.read(master, 65536)
    except OSError:
        break
    if not data:
        break
    screen += data
print(json.dumps({"screen": screen.decode("utf-8", "replace"), "status": status, "events": events}))
