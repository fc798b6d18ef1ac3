import os

os.symlink("/proc/self/fd/99/case/secret", "root/link")
