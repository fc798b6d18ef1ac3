"""A module connects as it is imported; the importer treats it as optional."""
try:
    import optional
except OSError:
    print("without")
