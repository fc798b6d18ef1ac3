"""What a plugin may try against the program that it is in, and what unlucky ones do to it."""

import datetime
import itertools
import os
import signal
import socket
import time


def alive():
    return "alive"


# MARK: Ends of the process


def end_with_its_check_replaced():
    os._exit.__globals__["_is_inside"] = lambda: False
    os._exit.__globals__["_process"] = 0
    os._exit(3)


def kill_by_descriptor():
    signal.pidfd_send_signal(os.pidfd_open(os.getpid()), signal.SIGKILL)


def kill_by_named_descriptor():
    signal.pidfd_send_signal(os.pidfd_open(pid=os.getpid()), signal.SIGKILL)


def kill_by_changing_number():
    class Number:
        asked = 0

        def __index__(self):
            self.asked += 1
            return os.getpid() if self.asked > 1 else 2**22 + 1

        __int__ = __index__

    os.kill(Number(), signal.SIGKILL)


def end_by_watchdog():
    import faulthandler

    faulthandler.dump_traceback_later(0.01, exit=True)
    time.sleep(0.2)


def crash_by_faulthandler():
    import faulthandler

    faulthandler._sigabrt()


def watch_child():
    """A descriptor of another process is nobody's business."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    try:
        os.close(os.pidfd_open(child))
    finally:
        os.waitpid(child, 0)
    return "watched"


# MARK: Broken pipes


def write_to_nobody():
    reader, writer = os.pipe()
    os.close(reader)
    try:
        os.write(writer, b"x")
    except BrokenPipeError:
        return "broken"
    finally:
        os.close(writer)


def send_to_nobody():
    one, other = socket.socketpair()
    other.close()
    try:
        one.send(b"x")
    except BrokenPipeError:
        return "broken"
    finally:
        one.close()


# MARK: Scopes


def hold_everybody(sealed):
    import hermetic

    hermetic.scope(across="process", sealed=sealed, block_network=True, fs_readonly=True).__enter__()


def hold_everybody_as_seal_does():
    import hermetic

    hermetic.hermetic_blocker(block_network=True, fs_readonly=True, sealed=True).__enter__()


def hold_itself(port):
    import hermetic

    with hermetic.scope(block_network=True):
        try:
            socket.create_connection(("127.0.0.1", port), 2)
        except hermetic.PolicyViolation:
            return "refused"
    return "connected"


# MARK: Values without an end


def doubling():
    value = [1]
    for _ in range(40):
        value = [value, value]
    return value


class Endless(set):
    def __iter__(self):
        return itertools.repeat(1)


def endless():
    return Endless()


class Moment(datetime.datetime):
    seconds = float("nan")

    def __sub__(self, other):
        return self

    def total_seconds(self):
        return self.seconds


def no_moment(seconds):
    value = Moment(2000, 1, 1, tzinfo=datetime.timezone.utc)
    value.seconds = float(seconds)
    return value


def first_moment():
    return datetime.datetime(1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=23)))


def last_moment():
    return datetime.datetime.max.replace(tzinfo=datetime.timezone(-datetime.timedelta(hours=23)))


# MARK: Calls of the program's functions

_again = None


def call_oneself(function):
    global _again
    _again = function
    return once_more()


def once_more():
    return _again()


def make_host_function(function):
    """Another of its type, which nobody has given anything to call."""
    return str(type(function)()())
