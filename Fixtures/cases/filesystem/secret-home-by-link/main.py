"""HOME is a link; the key is read where it leads to."""
import os

print(open(os.path.realpath("../home/.ssh/key")).read(), end="")
