"""A plugin that leaves code of its own where others come by."""

import functools
import gc
import socket
import weakref

outcomes = []


def connect(port):
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
        return "connected"
    except BaseException as error:
        return type(error).__name__


def attempt(port):
    outcomes.append(connect(port))
    return outcomes[-1]


def taken():
    found, outcomes[:] = list(outcomes), []
    return found


class Handed:
    def __init__(self, port):
        self.port = port

    def __call__(self):
        return attempt(self.port)


class Dying:
    def __init__(self, port):
        self.port = port
        self.itself = self

    def __del__(self):
        attempt(self.port)


def hand(port):
    return Handed(port)


def replace(shared, port):
    shared.meet = lambda: attempt(port)


def swap_code(shared, port):
    def other():
        import socket

        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
            return "connected"
        except BaseException as error:
            return type(error).__name__

    def planted():
        return port

    # Code that no `exec` has shown to anybody.
    planted.__code__ = other.__code__.replace(co_name="planted")
    shared.meet = planted


def make_function(shared, port):
    def other():
        import socket

        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
            return "connected"
        except BaseException as error:
            return type(error).__name__

    shared.meet = type(other)(
        other.__code__.replace(co_name="made"), {"__builtins__": __builtins__}, None, None, other.__closure__)


def name_after_library(shared, port):
    text = (
        "def meet():\n"
        "    import socket\n"
        "    try:\n"
        "        socket.create_connection(('127.0.0.1', port), 5).close()\n"
        "        return 'connected'\n"
        "    except BaseException as error:\n"
        "        return type(error).__name__\n"
    )
    names = {"port": port}
    exec(compile(text, socket.__file__, "exec"), names)
    shared.meet = names["meet"]


def leave_cycle(port):
    gc.disable()
    dying = Dying(port)
    del dying


def watch(shared, port):
    shared.kept = type("Kept", (), {})()
    shared.reference = weakref.ref(shared.kept, lambda gone: attempt(port))


def watch_collections(port):
    gc.callbacks.append(functools.partial(_collected, port))


def _collected(port, phase, details):
    if phase == "start" and len(outcomes) < 4:
        attempt(port)


def stop_watching_collections():
    gc.callbacks[:] = []
