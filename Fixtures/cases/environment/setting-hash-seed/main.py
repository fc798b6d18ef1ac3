"""PYTHONHASHSEED switches the randomisation of hashes off."""
import sys

print(sys.flags.hash_randomization)
