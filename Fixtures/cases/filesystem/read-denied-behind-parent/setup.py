"""A link to a folder two levels down."""
import os

os.makedirs("real/below")
os.symlink("real/below", "link")
open("real/secret", "w").write("secret\n")
