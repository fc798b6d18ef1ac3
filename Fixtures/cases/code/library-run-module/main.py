"""runpy.run_module runs a module as a program."""
import runpy

runpy.run_module("other", run_name="__main__")
