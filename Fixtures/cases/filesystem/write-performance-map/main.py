"""The interpreter writes a file for a profiler."""
import os
import sys

sys.activate_stack_trampoline("perf")
(lambda: None)()
path = "/tmp/perf-%d.map" % os.getpid()
print(os.path.getsize(path) > 0 if os.path.exists(path) else None)
sys.deactivate_stack_trampoline()
os.unlink(path)
