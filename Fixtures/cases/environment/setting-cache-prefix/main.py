"""PYTHONPYCACHEPREFIX says where compiled modules are read from."""
import sys

print(sys.pycache_prefix is None)
