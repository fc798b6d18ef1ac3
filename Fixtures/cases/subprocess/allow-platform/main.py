"""Modules of the library that ask a program, and do without."""
import platform
import uuid

print(platform.system(), len(platform.platform()) > 0, platform.python_implementation(), len(str(uuid.uuid4())), platform.machine() != "")
