"""The allowed program, by way of os.system."""
import os

os.system("echo data")
