"""--ignore-env and --allow-env together: what is allowed is there."""
import os

print(os.environ.get("DEBUG"), os.getenv("OTHER"))
