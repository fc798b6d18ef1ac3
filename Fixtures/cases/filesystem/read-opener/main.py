"""An opener of the program's own."""
import os

print(open("root/inside", opener=lambda path, flags: os.open("secret", flags)).read(), end="")
