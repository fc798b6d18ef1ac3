"""What was typed into a shell."""
import os

print(open(os.path.expanduser("~/.bash_history")).read(), end="")
