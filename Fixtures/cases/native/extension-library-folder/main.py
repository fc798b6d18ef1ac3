"""A folder that is called as the library's own is."""
import sys

sys.path.insert(0, sys.prefix + "/lib/../../../../../../../.." + __file__.replace("main.py", "lib-dynload"))
import native
