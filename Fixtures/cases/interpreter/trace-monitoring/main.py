"""sys.monitoring calls a function at events."""
import sys


def work():
    pass


def see(code, offset):
    if code is work.__code__:
        print("data")


sys.monitoring.use_tool_id(3, "see")
sys.monitoring.register_callback(3, sys.monitoring.events.PY_START, see)
sys.monitoring.set_events(3, sys.monitoring.events.PY_START)
work()
