"""A descriptor that stands for a path only gets a name where one may read."""
import os

file = os.open("secret", os.O_PATH)
os.link("/proc/self/fd/%d" % file, "root/linked", src_dir_fd=file, follow_symlinks=True)
print(open("root/linked").read(), end="")
