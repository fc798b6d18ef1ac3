"""A class of the program's own."""
import subprocess


class Child(subprocess.Popen):
    pass


Child(["echo", "data"]).wait()
