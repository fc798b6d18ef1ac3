"""What limits hold, whatever a program does about it.

    limits.py HERMETIC
"""
import os
import subprocess
import sys
import tempfile
import time

HERMETIC = sys.argv[1]
FOLDER = tempfile.mkdtemp()
PYTHON = ["/usr/bin/python3", "-I", "-S", "-c"]


def run(*flags, code=None, words=None):
    started = time.monotonic()
    done = subprocess.run([HERMETIC, *flags, "--", *(words or [*PYTHON, code])], capture_output=True, text=True,
                          timeout=60)
    lines = [line for line in done.stderr.splitlines() if line.startswith("hermetic: ")]
    return done.returncode, done.stdout, lines, time.monotonic() - started


def check(name, condition, seen):
    print("ok  " if condition else "FAIL", name, "" if condition else seen, flush=True)
    return not condition


def is_gone(path):
    """Whether the process that has written its number there has ended."""
    process = open(path).read()
    for _ in range(100):
        try:
            if open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.01)
    return False


def main():
    failed = 0
    seen = run("--timeout", "500ms", words=["sleep", "30"])
    failed += check("time ends what waits", seen[0] == 124 and seen[3] < 2
                    and seen[2] == ["hermetic: time limit of 0.5 s reached"], seen)
    seen = run("--timeout", "30", words=["sh", "-c", "exit 5"])
    failed += check("time that is left is no matter", seen[0] == 5 and not seen[2], seen)
    seen = run("--timeout", "500ms", words=["sh", "-c", "trap 'echo asked; exit 0' TERM; while :; do sleep .1; done"])
    failed += check("who is asked may tidy up", seen[:2] == (124, "asked\n") and seen[3] < 2, seen)
    path = f"{FOLDER}/daemon"
    seen = run("--timeout", "500ms", code=f"""
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open({path!r}, "w").write(str(os.getpid()))
        while True: time.sleep(1)
    os._exit(0)
time.sleep(0.2)
os.kill(os.getpid(), signal.SIGSTOP)
""")
    failed += check("time ends who ignores, stops and hides", seen[0] == 124 and is_gone(path), seen)
    path = f"{FOLDER}/left"
    seen = run("--timeout", "1", code=f"""
import os, time
if os.fork() == 0:
    os.setsid()
    for n in range(3): os.close(n)
    open({path!r}, "w").write(str(os.getpid()))
    time.sleep(30)
time.sleep(0.2)
""")
    # Of the time to be asked in, too.
    time.sleep(1.5)
    failed += check("time ends what was left behind", seen[0] == 0 and seen[3] < 0.9 and is_gone(path), seen)

    seen = run("--cpu-time", "500ms", code="while True: pass")
    failed += check("processor time ends a loop", seen[0] == 152
                    and seen[2] == ["hermetic: CPU time limit of 0.5 s reached"], seen)
    seen = run("--cpu-time", "500ms", words=["sh", "-c", "while :; do /bin/true; done"])
    failed += check("processor time is that of many short processes", seen[0] == 152, seen)
    seen = run("--cpu-time", "500ms", code="import time; time.sleep(1); print('slept')")
    failed += check("processor time does not pass in sleep", seen[:2] == (0, "slept\n"), seen)

    seen = run("--memory", "200M", code="try: bytearray(300 << 20)\nexcept MemoryError: print('refused')")
    failed += check("memory is refused to who asks for too much", seen[:2] == (0, "refused\n"), seen)
    seen = run("--memory", "200M", code="""
import os, time
for _ in range(3):
    if os.fork() == 0: b = b"x" * (90 << 20); time.sleep(30)
time.sleep(30)
""")
    failed += check("memory is that of all together", seen[0] == 137 and seen[3] < 20
                    and seen[2] == ["hermetic: memory limit of 200 MiB reached"], seen)
    seen = run("--memory", "200M", code="""
import os, time
b = b"x" * (120 << 20)
children = [os.fork() or (time.sleep(0.3), os._exit(0)) for _ in range(4)]
for child in children: os.waitpid(child, 0)
print("shared")
""")
    failed += check("memory that is shared counts once", seen[:2] == (0, "shared\n"), seen)

    seen = run("--processes", "5", code="""
import os, threading, time
for _ in range(20):
    children = [os.fork() or os._exit(0) for _ in range(3)]
    for child in children: os.waitpid(child, 0)
refused = 0
for _ in range(12):
    try:
        if os.fork() == 0: time.sleep(0.5); os._exit(0)
    except BlockingIOError: refused += 1
threads = [threading.Thread(target=time.sleep, args=(0.1,)) for _ in range(20)]
for thread in threads: thread.start()
print(refused)
""")
    failed += check("processes beyond the limit are refused, threads are not", seen[:2] == (0, "8\n"), seen)

    seen = run("--open-files", "40", code="""
files = []
try:
    while True: files.append(open("/dev/null"))
except OSError as error: print(error.errno, 20 < len(files) < 40)
""")
    failed += check("files beyond the limit are refused", seen[:2] == (0, "24 True\n"), seen)
    seen = run("--file-size", "100K", code=f"""
file = open({FOLDER!r} + "/large", "wb", 0)
try:
    while True: file.write(b"x" * 1000)
except OSError as error: print(error.errno)
""")
    failed += check("files do not grow beyond the limit",
                    seen[:2] == (0, "27\n") and os.path.getsize(f"{FOLDER}/large") == 100 << 10, seen)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
