"""A pipe with a name."""
import os

os.mkfifo("new")
