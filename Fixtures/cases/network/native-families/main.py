"""Sockets of every other family and kind: packet, vsock, raw, XDP, and so on."""
import subprocess

subprocess.run(["./attacker", "families"])
