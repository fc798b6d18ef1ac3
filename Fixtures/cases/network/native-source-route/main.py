"""A source route, by an option of the socket and of the message: the packet goes there first."""
import subprocess

for way in ("option", "message"):
    subprocess.run(["./attacker", "send-routed", way, "93.184.216.35:1"])
