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


def exit_anew():
    """From a copy of the module that nobody has looked at."""
    kept = sys.modules.pop("posix")
    try:
        import posix as anew

        assert anew is not kept
        anew._exit(10)
    finally:
        sys.modules["posix"] = kept


def exit_from_closure():
    for cell in getattr(os._exit, "__closure__", None) or ():
        if callable(cell.cell_contents):
            cell.cell_contents(11)
    os._exit(11)


def exit_from_garbage():
    import gc

    for found in gc.get_objects():
        if isinstance(found, dict) and getattr(found.get("_exit"), "__module__", None) in ("posix", "os"):
            found["_exit"](12)


def kill_from_type():
    class Number(int):
        def __index__(self):
            return 1 << 22

    os.kill(Number(os.getpid()), signal.SIGKILL)


def kill_by_index():
    class Host:
        def __index__(self):
            return os.getpid()

    os.kill(Host(), signal.SIGKILL)


def kill_thread_by_number():
    os.kill(threading.get_native_id(), signal.SIGKILL)


def kill_everybody():
    # As a group, whose number is told as -1; a signal that would harm nobody.
    os.killpg(1, 0)


def kill_by_descriptor():
    signal.pidfd_send_signal(os.pidfd_open(os.getpid()), signal.SIGKILL)


def kill_by_folder():
    signal.pidfd_send_signal(os.open("/proc/self", os.O_DIRECTORY), signal.SIGKILL)


def exit_in_subinterpreter():
    try:
        import _interpreters as interpreters
    except ImportError:
        import _xxsubinterpreters as interpreters
    run = getattr(interpreters, "exec", None) or interpreters.run_string
    in_thread = "thread = threading.Thread(target=os._exit, args=(13,))\nthread.start()\nthread.join()"
    for code in ("os._exit(13)", in_thread):
        number = interpreters.create()
        try:
            run(number, f"import os, threading\n{code}\n")
        except Exception:
            pass
        interpreters.destroy(number)
    raise PermissionError("the host is there")


def own_signals():
    import fcntl

    reading, writing = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC)
    os.write(writing, b"x")


def own_socket_signals():
    import fcntl
    import socket
    import struct

    here, there = socket.socketpair()
    fcntl.ioctl(here, 0x8901, struct.pack("i", os.getpid()))
    fcntl.ioctl(here, 0x5452, struct.pack("i", 1))
    there.send(b"x")


def note_changes():
    import fcntl
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        fcntl.fcntl(os.open(folder, os.O_RDONLY), 1026, 4)
        open(folder + "/new", "w").close()


def limit_time():
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (0, 0))


def limit_by_number():
    import resource

    resource.prlimit(0, resource.RLIMIT_CPU, (0, 0))


def crash_in_test():
    import faulthandler

    faulthandler._sigsegv()


def end_later():
    import faulthandler

    faulthandler.dump_traceback_later(0.01, exit=True)


def change_user():
    os.setuid(os.getuid())


def do_what_is_harmless():
    """What the same functions are for."""
    import fcntl
    import resource
    import socket
    import subprocess

    here, there = socket.socketpair()
    fcntl.fcntl(here, fcntl.F_SETFL, fcntl.fcntl(here, fcntl.F_GETFL) | os.O_NONBLOCK)
    fcntl.ioctl(here, 0x541B, bytearray(4))
    resource.prlimit(0, resource.RLIMIT_CPU)
    child = subprocess.Popen(["sleep", "60"])
    os.kill(child.pid, 0)
    child.terminate()
    other = os.fork()
    if not other:
        os.kill(os.getpid(), signal.SIGTERM)
        os._exit(1)
    return [child.wait(30), os.waitstatus_to_exitcode(os.waitpid(other, 0)[1])]


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
