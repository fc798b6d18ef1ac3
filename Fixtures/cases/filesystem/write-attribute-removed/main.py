"""An attribute is taken away."""
import os

os.removexattr("file", "user.mark")
