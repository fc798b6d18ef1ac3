"""os.open makes a file, by a name in bytes."""
import os

os.write(os.open(b"new", os.O_WRONLY | os.O_CREAT), b"data")
