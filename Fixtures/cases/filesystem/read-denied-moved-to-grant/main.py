"""A folder that is refused moves to where a pattern allows what is in it, though not itself."""
import os

os.rename("denied/inner", "elsewhere")
print(open("elsewhere/file.txt").read(), end="")
