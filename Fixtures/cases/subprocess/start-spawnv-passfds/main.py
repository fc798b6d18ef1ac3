"""What multiprocessing starts its children with."""
import os
from multiprocessing import util

os.waitpid(util.spawnv_passfds(b"/bin/echo", ["echo", "data"], [1]), 0)
