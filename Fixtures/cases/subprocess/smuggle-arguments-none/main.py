"""No words at all."""
import os

os.waitpid(os.posix_spawnp("env", ["env"], {"MARK": "data"}), 0)
