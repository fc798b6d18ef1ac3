"""The function that finds and loads, in the frozen module."""
import _frozen_importlib

_frozen_importlib._find_and_load("secret", _frozen_importlib._gcd_import)
