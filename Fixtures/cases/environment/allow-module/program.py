"""A module run by name, which runs another one so."""
import runpy
import sys

if __name__ == "__main__":
    print(runpy.run_module("program", run_name="other")["VALUE"])
VALUE = True
