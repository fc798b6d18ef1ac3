"""__import__ of the package with a list of what is wanted from it."""
__import__("package", fromlist=["secret"])
