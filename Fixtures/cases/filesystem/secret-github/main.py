"""The token of GitHub's command."""
import os

print(open(os.path.expanduser("~/.config/gh/hosts.yml")).read(), end="")
