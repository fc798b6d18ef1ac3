"""The allowed folder itself gets another name."""
import os

os.rename("out", "new")
