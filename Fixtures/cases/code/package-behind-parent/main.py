"""A path that begins with an allowed package's folder and leads out of it."""
import os
import sys

import renderer

folder = os.path.dirname(renderer.__file__)
sys.path.insert(0, folder + "/.." * folder.count("/") + os.path.abspath("hidden"))
import evil
