"""An optional dependency: the program goes on without it, and the closing line says so."""
try:
    import secret
except ImportError as error:
    print("none")
