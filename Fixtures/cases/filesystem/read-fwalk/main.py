"""os.fwalk, by descriptors."""
import os

print([name for _, _, names, _ in os.fwalk("../away") for name in names if name == "secret"])
