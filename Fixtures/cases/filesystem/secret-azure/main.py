"""Tokens of Microsoft's cloud."""
import os

print(open(os.path.expanduser("~/.azure/accessTokens.json")).read(), end="")
