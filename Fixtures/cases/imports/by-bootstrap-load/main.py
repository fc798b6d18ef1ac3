"""The specification is made by hand and loaded by the frozen module."""
import importlib._bootstrap
import importlib.util

importlib._bootstrap._load(importlib.util.spec_from_file_location("secret", "secret.py"))
