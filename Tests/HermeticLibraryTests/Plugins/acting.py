"""Attempts to do what a policy may refuse, in all the ways that code gets to run."""

import asyncio
import concurrent.futures
import gc
import os
import socket
import threading
import time
import weakref

RESULTS = []
KEPT = []


def connect(port):
    with socket.create_connection(("127.0.0.1", port), 2) as connection:
        connection.sendall(b"x")
    return "connected"


def attempt(port):
    try:
        return connect(port)
    except BaseException as error:
        return type(error).__name__


def note(port):
    RESULTS.append(attempt(port))


def results():
    found = list(RESULTS)
    RESULTS.clear()
    return found


def read(path):
    with open(path) as file:
        return file.read()


def can_read(path):
    try:
        return bool(read(path))
    except PermissionError:
        return False


def write(path, text="plugin"):
    with open(path, "w") as file:
        file.write(text)


# Each of the following gives what came of an attempt in another place.


def directly(port):
    return attempt(port)


def in_thread(port):
    thread = threading.Thread(target=note, args=(port,))
    thread.start()
    thread.join()
    return results()[0]


def in_thread_of_thread(port):
    thread = threading.Thread(target=lambda: RESULTS.append(in_thread_alone(port)))
    thread.start()
    thread.join()
    return results()[0]


def in_thread_alone(port):
    found = []
    thread = threading.Thread(target=lambda: found.append(attempt(port)))
    thread.start()
    thread.join()
    return found[0]


def in_timer(port):
    timer = threading.Timer(0.001, note, (port,))
    timer.start()
    timer.join()
    return results()[0]


def in_executor(port):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return pool.submit(attempt, port).result()


POOL = concurrent.futures.ThreadPoolExecutor(1)


def in_executor_of_module(port):
    return POOL.submit(attempt, port).result()


async def in_coroutine(port):
    await asyncio.sleep(0)
    return attempt(port)


async def in_task(port):
    async def work():
        await asyncio.sleep(0)
        return attempt(port)

    return await asyncio.create_task(work())


async def in_loop_executor(port):
    return await asyncio.get_running_loop().run_in_executor(None, attempt, port)


async def in_stream(port):
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except BaseException as error:
        return type(error).__name__
    writer.close()
    return "connected"


class Dying:
    def __init__(self, port):
        self.port = port

    def __del__(self):
        note(self.port)


def in_destructor(port):
    dying = Dying(port)
    del dying
    return results()[0]


def in_collection(port):
    dying = Dying(port)
    dying.itself = dying
    del dying
    gc.collect()
    return results()[0]


def in_weak_callback(port):
    class Thing:
        pass

    thing = Thing()
    weak = weakref.ref(thing, lambda _: note(port))
    del thing
    return results()[0]


def in_generator(port):
    def generate():
        yield attempt(port)

    return next(generate())


def make_dying(port):
    return Dying(port)


class DyingBytes(bytes):
    port = 0

    def __del__(self):
        note(self.port)


def make_dying_bytes(port):
    value = DyingBytes(100_000)
    value.port = port
    return value


class DyingMemory(bytearray):
    port = 0

    def __release_buffer__(self, view):
        note(self.port)

    def __buffer__(self, flags):
        return super().__buffer__(flags)

    def __del__(self):
        note(self.port)


def make_dying_memory(port):
    value = DyingMemory(10)
    value.port = port
    return value


def make_function(port):
    return lambda: attempt(port)


def generate(port):
    yield "begun"
    yield attempt(port)


async def generate_later(port):
    yield "begun"
    await asyncio.sleep(0)
    yield attempt(port)


def call_back(function, port):
    """What the plugin may do after the host's function has been called."""
    function()
    return attempt(port)


def start_waiting(port, gate, outcomes):
    """A thread that goes on after the call, until a file is there, and writes what came of its attempts."""

    def wait():
        while not os.path.exists(gate):
            time.sleep(0.005)
        found = [attempt(port)]
        try:
            os._exit(9)
        except BaseException as error:
            found.append(type(error).__name__)
        write(outcomes, " ".join(found))

    threading.Thread(target=wait, daemon=True).start()


def here(port):
    connect(port)  # the line of the violation


def fork_and_leave(status):
    child = os.fork()
    if child == 0:
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def fork_and_return():
    """Forgets that a child comes back from `fork` too."""
    child = os.fork()
    if child == 0:
        return -1
    for _ in range(500):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return 999


def fork_and_raise():
    child = os.fork()
    if child == 0:
        raise ValueError("in the child")
    for _ in range(500):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return 999
