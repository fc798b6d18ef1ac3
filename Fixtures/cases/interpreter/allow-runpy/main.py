"""runpy runs a module and a file, and puts sys.argv and sys.modules back."""
import runpy
import sys

print(runpy.run_module("other", run_name="named")["NAME"], runpy.run_path("other.py", run_name="path")["NAME"], "named" in sys.modules)
