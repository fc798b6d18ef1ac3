"""PYTHON* settings that are allowed take effect."""
import sys

import setting

print(sys.flags.optimize, setting.VALUE)
