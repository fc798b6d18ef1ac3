"""A name that is no UTF-8."""
import os

print(open(os.fsdecode(b"secret-\xff")).read(), end="")
