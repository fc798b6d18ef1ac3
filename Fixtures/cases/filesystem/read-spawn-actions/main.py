"""A child is started with the file as its input."""
import os

actions = [(os.POSIX_SPAWN_OPEN, 0, "secret", os.O_RDONLY, 0)]
os.waitpid(os.posix_spawnp("cat", ["cat"], os.environ, file_actions=actions), 0)
