"""The denied module's file under another name."""
import importlib.util

spec = importlib.util.spec_from_file_location("other", "secret.py")
spec.loader.exec_module(importlib.util.module_from_spec(spec))
