"""A child is started with a file as its output."""
import os

actions = [(os.POSIX_SPAWN_OPEN, 1, "new", os.O_WRONLY | os.O_CREAT, 0o644)]
os.waitpid(os.posix_spawnp("echo", ["echo", "data"], os.environ, file_actions=actions), 0)
