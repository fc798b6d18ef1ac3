"""The token of a place for models."""
import os

print(open(os.path.expanduser("~/.cache/huggingface/token")).read(), end="")
