"""PYTHONBREAKPOINT names a function, whose module is imported."""
breakpoint()
