"""The same, by the kernel's name for the descriptor."""
import os

file = os.memfd_create("echo", 0)
os.write(file, open("/bin/sh", "rb").read())
os.execv("/proc/self/fd/%d" % file, ["/bin/echo", "-c", "echo data"])
