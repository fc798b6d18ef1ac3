"""Records of an allowed distribution that the program makes list an extension module of its own."""
import importlib
import os
import shutil

import sample

site = os.path.dirname(os.path.dirname(sample.__file__))
records = site + "/sample-2.0.dist-info"
os.mkdir(records)
with open(records + "/METADATA", "w") as file:
    file.write("Metadata-Version: 2.1\nName: sample\nVersion: 2.0\n")
with open(records + "/RECORD", "w") as file:
    file.write("native.so,,\nsample-2.0.dist-info/METADATA,,\nsample-2.0.dist-info/RECORD,,\n")
shutil.copy("native.so", site)
importlib.invalidate_caches()
import native
