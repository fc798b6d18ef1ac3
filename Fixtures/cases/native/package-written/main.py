"""The program copies an extension module into an allowed package's folder."""
import importlib
import os
import shutil

import sample

shutil.copy("native.so", os.path.dirname(sample.__file__))
importlib.invalidate_caches()
import sample.native
