"""A program that may be started, made into another one."""
import subprocess

with open("tool", "w") as file:
    file.write("#!/bin/sh\necho other\n")
subprocess.call(["./tool"])
