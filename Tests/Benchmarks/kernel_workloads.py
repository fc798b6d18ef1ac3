"""Operations that reach the kernel. Prints JSON; run bare and under hermetic by `kernel.py`.

kernel_workloads.py NAME …    nanoseconds for one operation, for each
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from time import perf_counter_ns

sys.dont_write_bytecode = True
import workloads  # noqa: E402

BLOCK = 4096
PIECE = 65_536
BULK = 128 << 20


# As in `workloads`: a function of a count and a path; its own time, where it returns one.


def reading(size):
    def run(count, path):
        file = os.open(path, os.O_RDONLY)
        start = perf_counter_ns()
        for _ in range(count):
            os.pread(file, size, 0)
        spent = perf_counter_ns() - start
        os.close(file)
        return spent

    return run


def writing(size):
    def run(count, path):
        file, data = os.open(path, os.O_WRONLY), bytes(size)
        start = perf_counter_ns()
        for _ in range(count):
            os.pwrite(file, data, 0)
        spent = perf_counter_ns() - start
        os.close(file)
        return spent

    return run


def open_for_writing(count, path):
    for _ in range(count):
        os.close(os.open(path, os.O_WRONLY))


def fork(count, path):
    for _ in range(count):
        child = os.fork()
        if not child:
            os._exit(0)
        os.waitpid(child, 0)


def run_python(count, path):
    for _ in range(count):
        subprocess.run([sys.executable, "-S", "-c", "pass"], check=True)


def bind_listen(count, path):
    spent = 0
    for _ in range(count):
        with socket.socket() as server:
            start = perf_counter_ns()
            server.bind(("127.0.0.1", 0))
            server.listen(1)
            spent += perf_counter_ns() - start
    return spent


def connected():
    """Both ends of a connection over loopback."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        accepted, _ = server.accept()
    # Small messages at once, rather than when there are more of them.
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client, accepted


def exchange(size, message=False):
    """Sending and receiving in turn, in one thread: no scheduler is in what this measures."""

    def run(count, path):
        client, server = connected()
        data, space = bytes(size), bytearray(size)
        with client, server:
            start = perf_counter_ns()
            for _ in range(count):
                if message:
                    client.sendmsg([data])
                else:
                    client.sendall(data)
                left = size
                while left:
                    left -= server.recv_into(space, left)
            return perf_counter_ns() - start

    return run


def datagrams(count, path):
    with socket.socket(type=socket.SOCK_DGRAM) as to, socket.socket(type=socket.SOCK_DGRAM) as sender:
        to.bind(("127.0.0.1", 0))
        address = to.getsockname()
        start = perf_counter_ns()
        for _ in range(count):
            sender.sendto(b"x", address)
            to.recv(1)
        return perf_counter_ns() - start


def bulk(count, path):
    spent = 0
    for _ in range(count):
        client, server = connected()
        data, space = bytes(1 << 20), bytearray(1 << 20)

        def receive():
            left = BULK
            while left:
                left -= server.recv_into(space)

        receiver = threading.Thread(target=receive)
        with client, server:
            start = perf_counter_ns()
            receiver.start()
            for _ in range(BULK >> 20):
                client.sendall(data)
            receiver.join()
            spent += perf_counter_ns() - start
    return spent


OPERATIONS = {
    "read 4 KiB": reading(BLOCK),
    "write 4 KiB": writing(BLOCK),
    "read 64 KiB": reading(PIECE),
    "write 64 KiB": writing(PIECE),
    "os.open for writing + os.close": open_for_writing,
    "bind + listen": bind_listen,
    "send + recv of 1 byte": exchange(1),
    "send + recv of 64 KiB": exchange(PIECE),
    "sendmsg + recv of 1 byte": exchange(1, message=True),
    "sendto + recv of a datagram": datagrams,
    "bulk transfer, 128 MiB": bulk,
    "fork + exit": fork,
    "subprocess.run([python, '-S', '-c', 'pass'])": run_python,
}


def main(names):
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(10):
            path = os.path.join(folder, "file%d" % number)
            with open(path, "wb") as file:
                file.write(bytes(PIECE))
        known = {**workloads.OPERATIONS, **OPERATIONS}
        for name in names:
            try:
                results[name] = workloads.measure(known[name], path)
            except Exception as error:
                results[name] = "%s: %s" % (type(error).__name__, error)
    return results


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:])))
