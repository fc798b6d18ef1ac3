"""A key of GnuPG."""
import os

print(open(os.path.expanduser("~/.gnupg/private-keys-v1.d/key")).read(), end="")
