"""PYTHONBREAKPOINT names the function that breakpoint() calls."""
breakpoint()
