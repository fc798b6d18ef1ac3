"""The home folder moves, and the key with it."""
import os

home = os.path.expanduser("~")
os.rename(home, "home")
print(open("home/.ssh/id_rsa").read(), end="")
