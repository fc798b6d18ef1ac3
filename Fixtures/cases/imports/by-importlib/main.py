"""importlib's own __import__, written in Python."""
import importlib

importlib.__import__("secret")
