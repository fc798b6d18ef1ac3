"""A shell's redirections, which are its own."""
import os

print(os.system("echo text >/dev/null 2>&1"), os.popen("echo text").read())
