"""All of the standard library's own extension modules."""
import importlib
import os
import sys
import sysconfig

folder = sysconfig.get_config_var("DESTSHARED")
names = {name.partition(".")[0] for name in os.listdir(folder) if name.endswith(".so")}
for name in sorted(names - {"_ctypes", "_tkinter", "_curses_panel"}):
    if not name.startswith(("_test", "_xx", "_ctypes_")):
        importlib.import_module(name)
print("_struct" in sys.builtin_module_names or "_struct" in names)
