"""The working directory, where that is allowed."""
import os

os.chdir("hidden")
print(os.path.basename(os.getcwd()))
os.fchdir(os.open("..", os.O_RDONLY))
print(os.path.basename(os.getcwd()))
