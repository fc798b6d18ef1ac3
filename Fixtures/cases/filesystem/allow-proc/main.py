"""What a process may know of itself."""
import os
import resource
import threading

print(len(os.listdir("/proc/self/fd")) > 0, os.cpu_count() > 0, "State" in open("/proc/self/status").read())
