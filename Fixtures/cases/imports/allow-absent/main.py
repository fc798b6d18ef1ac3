"""A module that is denied and not installed: the program sees an ImportError as ever."""
try:
    import no_such_module
except ImportError:
    print("fallback")
