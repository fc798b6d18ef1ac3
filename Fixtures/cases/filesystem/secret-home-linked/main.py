"""The folder of the keys is a link; the key is read where it leads to."""
import os

print(open("dotfiles/ssh/key").read(), end="")
