"""Under --ignore-env a program that looks for optional variables goes on as if there were none."""
import os

print(os.environ.get("DEBUG", "off"), os.getenv("NOTHING"), "DEBUG" in os.environ, [name for name in os.environ if name == "DEBUG"])
try:
    os.environ["DEBUG"]
except KeyError as error:
    print(type(error).__name__, error)
