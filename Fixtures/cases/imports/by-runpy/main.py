"""runpy runs a module by its name."""
import runpy

runpy.run_module("secret")
