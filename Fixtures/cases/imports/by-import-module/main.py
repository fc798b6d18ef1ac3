"""importlib.import_module."""
import importlib

importlib.import_module("secret")
