"""The folder above that of a refused file moves."""
import os

here = os.getcwd()
os.rename(here, here + "-moved")
try:
    print(open("secret").read(), end="")
finally:
    if os.path.exists(here + "-moved"):
        os.rename(here + "-moved", here)
