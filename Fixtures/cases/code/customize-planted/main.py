"""A module that the next start would import before its program."""
import sysconfig

with open(sysconfig.get_path("purelib") + "/sitecustomize.py", "w") as file:
    file.write("print('later')\n")
print("data")
