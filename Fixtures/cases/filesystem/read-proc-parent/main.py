"""The working folder of another process: the one that started this one."""
import os

print(open("/proc/%d/root%s/secret" % (os.getppid(), os.getcwd())).read(), end="")
