"""Asking about files changes nothing."""
import os
import shutil

print(os.access("file", os.W_OK), os.path.getsize("file"), os.readlink("/proc/self/cwd") == os.getcwd())
print(open("file", "rb").read(), sorted(os.listdir("folder")), shutil.disk_usage(".").total > 0)
os.umask(0o77)
