"""Sets up what a shell or a service manager would, then becomes the command.

starter.py [ignore=SIGNAL] [block=SIGNAL] [close=FD] [open=FD] [umask=OCTAL] -- COMMAND …

Run bare, in a process of its own: between fork and exec of a threaded test none of this is safe.
"""

import os
import signal
import sys

split = sys.argv.index("--")
for option in sys.argv[1:split]:
    name, _, value = option.partition("=")
    if name == "ignore":
        signal.signal(getattr(signal, value), signal.SIG_IGN)
    elif name == "block":
        signal.pthread_sigmask(signal.SIG_BLOCK, [getattr(signal, value)])
    elif name == "open":
        descriptor = os.open("/dev/null", os.O_RDONLY)
        os.dup2(descriptor, int(value), inheritable=True)
        if descriptor != int(value):
            os.close(descriptor)
    elif name == "umask":
        os.umask(int(value, 8))
    elif name != "close":
        sys.exit("starter: unknown option %r" % option)
# Python ignores these two for itself; the command should find them as from a shell.
for number in (signal.SIGPIPE, signal.SIGXFSZ):
    signal.signal(number, signal.SIG_DFL)
# Last, so that nothing above reuses the number.
for option in sys.argv[1:split]:
    if option.startswith("close="):
        os.close(int(option[6:]))
os.execvp(sys.argv[split + 1], sys.argv[split + 1:])
