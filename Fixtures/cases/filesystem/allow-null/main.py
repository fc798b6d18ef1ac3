"""Devices that keep nothing."""
import os

for name in ("/dev/null", "/dev/zero", "/dev/full", os.devnull):
    with open(name, "r+b", buffering=0) as file:
        print(name)
open("/dev/null", "wb").write(b"data")
os.close(os.open("/dev/null", os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
