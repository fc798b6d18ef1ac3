"""A package in two folders."""
import sys

sys.path += ["one", "two"]
import shared.first
import shared.second

print(shared.first.VALUE, shared.second.VALUE, len(list(shared.__path__)))
