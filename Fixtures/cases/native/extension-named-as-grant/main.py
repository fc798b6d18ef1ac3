"""A module beside the program that is loaded under the allowed package's name."""
import importlib.util
import sys

spec = importlib.util.spec_from_file_location("sample.native", "native.so")
sys.modules["sample.native"] = importlib.util.module_from_spec(spec)
