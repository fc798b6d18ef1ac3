"""As a link elsewhere, which then takes the place."""
import os

os.symlink("/etc", "link")
os.rename("link", "out")
print(os.readlink("out"))
