"""The program raises the event of a module's import itself while another thread loads one."""
import _imp
import importlib.util
import sys

path = importlib.util.find_spec("_json").origin
for _ in range(3):
    sys.audit("import", "_json", path, sys.path, sys.meta_path, sys.path_hooks)
    try:
        _imp.create_dynamic(importlib.util.spec_from_file_location("native", "./native.so"))
    except ImportError as error:
        if "blocked" in str(error):
            raise
