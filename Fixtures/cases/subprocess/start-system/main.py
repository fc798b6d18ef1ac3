"""A shell."""
import os

os.system("echo data")
