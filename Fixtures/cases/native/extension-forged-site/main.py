"""A folder that is called as a site folder is, with a package that is called as the allowed one is."""
import glob
import sys

sys.path.insert(0, glob.glob("forged/lib/python*/site-packages")[0])
import sample.native
