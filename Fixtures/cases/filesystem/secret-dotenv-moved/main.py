"""A file of settings gets another name."""
import os

os.rename(".env", "env")
print(open("env").read(), end="")
