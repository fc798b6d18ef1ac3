"""What is known of files outside the root, but for their content."""
import os
import pathlib
import shutil

print(os.path.exists("secret"), os.stat("secret").st_size, os.access("secret", os.R_OK), os.path.isdir("/"), os.readlink("link"))
print(os.path.realpath("link") == os.path.abspath("secret"), pathlib.Path("secret").is_file(), shutil.which("sh") is not None)
