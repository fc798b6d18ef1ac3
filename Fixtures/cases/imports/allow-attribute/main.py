"""An attribute that has the denied name is no module."""
from package import secret
import types

print(secret(), types.SimpleNamespace(secret=1).secret, hasattr(types, "secret"))
