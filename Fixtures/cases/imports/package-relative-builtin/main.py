"""__import__ with a level and a namespace made up for it."""
__import__("secret", {"__package__": "package.deep", "__name__": "package.deep.x"}, None, ["x"], 2)
