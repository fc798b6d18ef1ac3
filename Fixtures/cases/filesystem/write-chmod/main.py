"""Everybody may write."""
import os

os.chmod("file", 0o666)
