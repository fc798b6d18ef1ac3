"""sys.monitoring for one function only."""
import sys


def work():
    pass


sys.monitoring.use_tool_id(3, "see")
sys.monitoring.register_callback(3, sys.monitoring.events.PY_START, lambda *_: print("data"))
sys.monitoring.set_local_events(3, work.__code__, sys.monitoring.events.PY_START)
work()
