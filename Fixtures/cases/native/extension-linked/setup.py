import os

from outside.build import extension

extension("other.bin")
os.symlink("other.bin", "native.so")
