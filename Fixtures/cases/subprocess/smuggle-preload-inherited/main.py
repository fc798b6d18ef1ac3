"""The same, by the program's own environment."""
import os

os.environ["LD_PRELOAD"] = os.path.abspath("library.so")
os.waitpid(os.posix_spawnp("true", ["true"], os.environ), 0)
