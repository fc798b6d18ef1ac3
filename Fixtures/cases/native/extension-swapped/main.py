"""A link leads to the library's module and to another in turn."""
import _imp
import importlib.util
import os
import time

library = importlib.util.find_spec("_json").origin
end = time.monotonic() + 1
if os.fork() == 0:
    while time.monotonic() < end:
        for target in (library, "other.bin"):
            os.symlink(target, "next")
            os.rename("next", "_json.so")
    os._exit(0)
count = 0
while time.monotonic() < end:
    count += 1  # a name that the loader knows already is not opened again
    try:
        _imp.create_dynamic(importlib.util.spec_from_file_location("_json", "./" * (count % 2000 + 1) + "_json.so"))
    except (ImportError, RuntimeError):
        pass
os.wait()
