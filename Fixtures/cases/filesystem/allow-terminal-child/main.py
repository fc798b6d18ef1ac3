"""A child in a terminal of its own: /dev/tty, its size, its modes, job control."""
import os
import pty
import sys

code = "import os, termios, tty; t = open('/dev/tty', 'r+b', buffering=0); t.write(b'text '); print(os.isatty(0), os.get_terminal_size(t.fileno()).columns >= 0, os.tcgetpgrp(0) == os.getpgrp()); tty.setcbreak(0)"
child, leader = pty.fork()
if child == 0:
    os.execv(sys.executable, [sys.executable, "-c", code])
shown = b""
try:
    while part := os.read(leader, 999):
        shown += part
except OSError:
    pass
print(shown, os.waitpid(child, 0)[1])
