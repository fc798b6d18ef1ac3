"""What is measured inside the interpreter. Prints JSON; run bare and under hermetic by `bench.py`.

workloads.py cpu                      seconds for a mix of pure Python
workloads.py operations [NAME …]      nanoseconds for one operation, for each
workloads.py enter nothing|scope      nanoseconds for entering and leaving a block
workloads.py scopes DEPTH [NAME …]    the same inside so many scopes of `import hermetic`
"""

import contextlib
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from time import perf_counter_ns

BATCH = 2_000_000  # nanoseconds: long against the clock, short against the scheduler
BATCHES = 7


def cpu():
    """Calls, attributes, containers, strings, generators: what an interpreter spends its time on."""

    def fibonacci(n):
        return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

    class Vector:
        def __init__(self, x, y):
            self.x, self.y = x, y

        def __add__(self, other):
            return Vector(self.x + other.x, self.y + other.y)

    start = time.perf_counter()
    for _ in range(10):
        mix(fibonacci, Vector)
    return time.perf_counter() - start


def mix(fibonacci, Vector):
    fibonacci(24)
    total = Vector(0, 0)
    for n in range(60_000):
        total = total + Vector(n, -n)
    counts = {}
    for word in ("the quick brown fox jumps over the lazy dog " * 6000).split():
        counts[word] = counts.get(word, 0) + 1
    sum(n * n for n in range(200_000) if n % 3)
    sorted(((n * 7919) % 100_003 for n in range(60_000)), key=lambda n: -n)
    for _ in range(40):
        json.loads(json.dumps({"list": list(range(500)), "text": "x" * 500}))
        re.sub(r"(\w+) (\w+)", r"\2 \1", "one two three four " * 100)
    sieve = bytearray([1]) * 200_000
    for n in range(2, 448):
        if sieve[n]:
            sieve[n * n::n] = bytes(len(sieve[n * n::n]))
    for n in range(60_000):
        try:
            counts[n]
        except KeyError:
            pass


# Each operation is a function of a count: doing it that often is what is timed.


def open_close(count, path):
    for _ in range(count):
        open(path).close()


def os_open_close(count, path):
    for _ in range(count):
        os.close(os.open(path, os.O_RDONLY))


def stat(count, path):
    for _ in range(count):
        os.stat(path)


def listdir(count, path):
    folder = os.path.dirname(path)
    for _ in range(count):
        os.listdir(folder)


def make_socket(count, path):
    for _ in range(count):
        socket.socket().close()


def getaddrinfo_address(count, path):
    for _ in range(count):
        socket.getaddrinfo("127.0.0.1", 80)


def getaddrinfo_name(count, path):
    for _ in range(count):
        socket.getaddrinfo("localhost", 80)


def import_cached(count, path):
    for _ in range(count):
        import json  # noqa: F401


def evaluate(count, path):
    for _ in range(count):
        eval("1")


def frame(count, path):
    for _ in range(count):
        sys._getframe()


def read_environment(count, path):
    for _ in range(count):
        os.environ["HOME"]


def run_child(count, path):
    for _ in range(count):
        subprocess.run(["/bin/true"])


def connect(count, path):
    """Returns its own time: only `connect` is of interest, not the accepting and closing around it."""
    spent = 0
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        address = listener.getsockname()
        for _ in range(count):
            client = socket.socket()
            # Reset instead of closing: thousands of connections in TIME_WAIT would use up the ports.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            start = perf_counter_ns()
            client.connect(address)
            spent += perf_counter_ns() - start
            accepted, _ = listener.accept()
            client.close()
            accepted.close()
    return spent


OPERATIONS = {
    "open + close": open_close,
    "os.open + os.close": os_open_close,
    "os.stat": stat,
    "os.listdir (10 files)": listdir,
    "socket() + close": make_socket,
    "connect to loopback": connect,
    "getaddrinfo('127.0.0.1')": getaddrinfo_address,
    "getaddrinfo('localhost')": getaddrinfo_name,
    "import json, cached": import_cached,
    "eval('1')": evaluate,
    "sys._getframe()": frame,
    "os.environ['HOME']": read_environment,
    "subprocess.run(['/bin/true'])": run_child,
}


def timed(operation, count, path):
    start = perf_counter_ns()
    spent = operation(count, path)
    return spent or perf_counter_ns() - start


def measure(operation, path):
    """The median over some batches, each about as long."""
    count = 1
    while True:
        spent = timed(operation, count, path)
        if spent >= BATCH // 4 or count >= 1 << 20:
            break
        count *= 4
    count = max(1, int(count * BATCH / max(spent, 1)))
    return statistics.median(timed(operation, count, path) / count for _ in range(BATCHES))


def operations(names):
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(10):
            path = os.path.join(folder, "file%d" % number)
            with open(path, "w") as file:
                file.write("text")
        for name in names or OPERATIONS:
            try:
                results[name] = measure(OPERATIONS[name], path)
            except Exception as error:
                results[name] = "%s: %s" % (type(error).__name__, error)
    return results


def scopes(depth, names):
    """Operations inside nested scopes that allow them, or where `depth` is zero inside none."""
    import hermetic

    policies = [
        {"block_network": True, "allow_localhost": True}, {"deny_write": ["/nowhere"]},
        {"block_interpreter_mutation": True},
    ]
    with contextlib.ExitStack() as stack:
        for policy in policies[:depth]:
            stack.enter_context(hermetic.scope(**policy))
        return operations(names)


def entering(block):
    """Entering and leaving a block that has been made before: the first one has more to do."""

    def enter(count, path):
        for _ in range(count):
            with block:
                pass

    return enter


def enter(what):
    if what == "nothing":
        return {"enter and leave": entering(contextlib.nullcontext())}
    import hermetic

    return {"enter and leave": entering(hermetic.scope(block_network=True))}


def main(kind, *arguments):
    if kind == "cpu":
        return cpu()
    if kind == "scopes":
        return scopes(int(arguments[0]), arguments[1:])
    if kind == "enter":
        OPERATIONS.clear()
        OPERATIONS.update(enter(*arguments))
        return operations([])
    return operations(arguments)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
