"""A module of the library is replaced for all who import it later."""
import sys
import types

sys.modules["colorsys"] = types.SimpleNamespace(rgb_to_hsv=lambda *_: "data")
import colorsys

print(colorsys.rgb_to_hsv(0, 0, 0))
