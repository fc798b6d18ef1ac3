"""A module whose __file__, __name__ and __spec__ are dataclasses' own."""
import dataclasses

globals().update({name: getattr(dataclasses, name) for name in ("__name__", "__file__", "__spec__", "__loader__")})
exec("print('data')")
