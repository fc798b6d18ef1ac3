"""The list, as the frozen importlib has it."""
import _frozen_importlib_external

list.append(_frozen_importlib_external.sys.path, "hidden")
import evil
