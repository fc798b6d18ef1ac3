"""A variable that libc has and os.environ has not."""
import os

os.putenv("LD_PRELOAD", os.path.abspath("library.so"))
os.execvp("true", ["true"]) if os.environ.get("LD_PRELOAD") else os.execv("/bin/true", ["true"])
