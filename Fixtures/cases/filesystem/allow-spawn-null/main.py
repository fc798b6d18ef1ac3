"""A child is started with the empty device as its output."""
import os

actions = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
print(os.waitpid(os.posix_spawnp("echo", ["echo", "data"], os.environ, file_actions=actions), 0)[1])
