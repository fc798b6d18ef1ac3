"""Variables that hold secrets are not there; others are."""
import os

print([name for name, value in sorted(os.environ.items()) if value in ("secret", "open")])
