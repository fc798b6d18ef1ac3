"""A program reads about itself and its children: maps, status, limits, its own memory's layout."""
import os
import resource
import subprocess

child = subprocess.Popen(["sleep", "20"])
print("[stack]" in open("/proc/self/maps").read(), os.path.exists(f"/proc/{child.pid}/comm"), os.path.exists(f"/proc/{child.pid}/status"))
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 0, resource.prlimit(child.pid, resource.RLIMIT_CORE)[0] is not None, os.sched_getaffinity(child.pid) == os.sched_getaffinity(0))
child.terminate()
print(child.wait(), len(os.listdir("/proc/self/fd")) > 3, os.getpriority(os.PRIO_PROCESS, 0))
