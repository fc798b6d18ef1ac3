"""os is there before the program starts."""
import os

print(os.path.basename("data"))
