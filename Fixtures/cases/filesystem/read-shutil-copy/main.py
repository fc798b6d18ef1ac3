"""shutil copies to where one may write and read."""
import shutil

shutil.copy("secret", "root/copy")
print(open("root/copy").read(), end="")
