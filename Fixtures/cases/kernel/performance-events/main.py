"""The kernel's counters."""
import subprocess

for way in ("perf_event_open",):
    subprocess.run(["./attacker", "kernel", way])
