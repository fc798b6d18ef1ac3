"""Two links change places while one of them is opened; one leads to a file that is refused."""
import subprocess

subprocess.run(["./attacker", "race-link", "20000"])
