"""An event loop with all it can do: subprocesses, signals, threads, executors; a server and clients.

`offline` leaves out what needs sockets with addresses; `spawn` has the pool execute its processes.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor


def square(number):
    return number * number


async def serve(reader, writer):
    line = await reader.readline()
    writer.write(line.upper())
    await writer.drain()
    writer.close()


async def talk(text, *where, opening=asyncio.open_connection):
    reader, writer = await opening(*where)
    writer.write(text + b"\n")
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return answer


async def main(loopback, context):
    loop = asyncio.get_running_loop()
    arrived = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, arrived.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.wait_for(arrived.wait(), 10)
    print("signal")

    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import sys; print(sys.stdin.read()[::-1]); sys.exit(3)",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    output, _ = await child.communicate(b"olleh")
    print("subprocess", output.decode().strip(), child.returncode)
    child = await asyncio.create_subprocess_shell("echo $((6*7))", stdout=asyncio.subprocess.PIPE)
    print("shell", (await child.communicate())[0].decode().strip())

    print("thread", await loop.run_in_executor(None, square, 7))
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        print("processes", await asyncio.gather(
            *(loop.run_in_executor(pool, square, n) for n in range(4))))
    try:
        await asyncio.wait_for(asyncio.sleep(30), 0.01)
    except asyncio.TimeoutError:
        print("timeout")

    if loopback:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        print("tcp", await asyncio.gather(*(
            talk(b"n%d" % n, "127.0.0.1", port) for n in range(3))))
        server.close()
        server = await asyncio.start_server(serve, "localhost", 0, family=2)
        port = server.sockets[0].getsockname()[1]
        print("by name", await talk(b"x", "localhost", port))
        server.close()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "socket")
            server = await asyncio.start_unix_server(serve, path)
            print("unix", await talk(b"y", path, opening=asyncio.open_unix_connection))
            server.close()


if __name__ == "__main__":
    method = "spawn" if "spawn" in sys.argv else None
    asyncio.run(main(sys.argv[1] == "loopback", multiprocessing.get_context(method)))
