"""os.spawnv copies the process first."""
import os

os.spawnv(os.P_WAIT, "/bin/echo", ["echo", "data"])
