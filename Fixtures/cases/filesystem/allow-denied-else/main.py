"""A refusal alone closes nothing else."""
import os

os.mkdir("folder")
with open("new", "w") as file:
    file.write("data")
print(open("/etc/passwd").read(4), open("file").read(), len(os.listdir("/")) > 0, os.path.exists("secret"))
os.rename("folder", "other")
