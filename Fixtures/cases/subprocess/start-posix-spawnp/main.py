"""A child by name."""
import os

os.waitpid(os.posix_spawnp("echo", ["echo", "data"], os.environ), 0)
