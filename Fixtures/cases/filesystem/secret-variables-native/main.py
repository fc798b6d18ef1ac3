"""Nor are they in what the kernel and libc keep."""
import os

for path in ("/proc/self/environ", "/proc/%d/environ" % os.getpid()):
    print(open(path, "rb").read().count(b"=secret"))
print(os.popen("env").read().count("=secret"))
