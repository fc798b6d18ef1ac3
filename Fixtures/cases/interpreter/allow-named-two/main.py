"""Two names, by the flag twice."""
import os
import sys

os.chdir("hidden")
sys.path.append(os.getcwd())
import evil
