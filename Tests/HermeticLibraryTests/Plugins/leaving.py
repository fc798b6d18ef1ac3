"""Ways to end the process, or to have it ended."""

import _thread
import os
import posix
import signal
import sys
import threading


def exit_system():
    sys.exit(3)


def exit_builtin():
    raise SystemExit(4)


def exit_at_once():
    os._exit(5)


def exit_posix():
    posix._exit(6)


def exit_with_name():
    os._exit(status=7)


def exit_disguised():
    real = os.getpid
    os.getpid = lambda: 1
    try:
        os._exit(8)
    finally:
        os.getpid = real


def abort():
    os.abort()


def kill():
    os.kill(os.getpid(), signal.SIGKILL)


def kill_group():
    os.kill(0, signal.SIGTERM)


def kill_own_group():
    os.killpg(0, signal.SIGTERM)


def kill_all():
    # A signal that would harm nobody.
    os.kill(-1, 0)


def kill_thread():
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)


def raise_signal():
    signal.raise_signal(signal.SIGTERM)


def interrupt():
    _thread.interrupt_main()


def alarm():
    signal.alarm(1)


def set_timer():
    signal.setitimer(signal.ITIMER_REAL, 0.01)


def handle():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def replace_by_program():
    os.execv("/bin/false", ["false"])


def replace_by_command():
    os.execvp("false", ["false"])


def leave_thread():
    _thread.exit()


def exit_in_thread():
    found = []

    def run():
        try:
            os._exit(9)
        except BaseException as error:
            found.append(type(error).__name__)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    raise RuntimeError(found[0])
