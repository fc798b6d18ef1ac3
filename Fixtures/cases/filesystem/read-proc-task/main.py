"""The root folder, by a thread's number."""
import os
import threading

print(open("/proc/self/task/%d/root%s/secret" % (threading.get_native_id(), os.getcwd())).read(), end="")
