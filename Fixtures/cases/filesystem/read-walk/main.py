"""os.walk, which makes nothing of errors."""
import os

print([name for _, _, names in os.walk("../away") for name in names if name == "secret"])
