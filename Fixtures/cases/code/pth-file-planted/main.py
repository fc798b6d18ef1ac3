"""A .pth file whose line the next start would execute."""
import sysconfig

with open(sysconfig.get_path("purelib") + "/later.pth", "w") as file:
    file.write("import os; print('later')\n")
print("data")
