"""os.spawnlp does not wait."""
import os

os.waitpid(os.spawnlp(os.P_NOWAIT, "echo", "echo", "data"), 0)
