import os

os.symlink(os.path.abspath("dotfiles/ssh"), os.path.expanduser("~/.ssh"))
