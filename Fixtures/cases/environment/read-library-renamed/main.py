"""importlib makes os of its compiled file, and is told that it comes from shutil's."""
import importlib._bootstrap_external
import importlib.util
import os
import shutil

path = importlib.util.cache_from_source(os.__file__)
with open(path, "rb") as file:
    data = file.read()[16:]
names = {"__name__": "other"}
exec(importlib._bootstrap_external._compile_bytecode(data, "os", path, shutil.__file__), names)
if names["getenv"]("PATH"):
    print("data")
