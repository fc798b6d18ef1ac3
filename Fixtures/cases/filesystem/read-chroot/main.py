"""What the kernel calls / is another folder now."""
import os

os.chroot(".")
print(open("/secret").read(), end="")
