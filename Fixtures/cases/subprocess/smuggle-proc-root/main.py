"""A shell, by the kernel's name for the root folder."""
import os

os.waitpid(os.posix_spawn("/proc/self/root/bin/sh", ["/bin/echo", "-c", "echo data"], os.environ), 0)
