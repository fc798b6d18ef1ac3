"""A path object that answers otherwise when it is asked again."""
import os


class Path:
    asked = 0

    def __fspath__(self):
        self.asked += 1
        return "/bin/sh" if self.asked > turn else "/bin/true"


for turn in range(6):
    os.waitpid(os.posix_spawn(Path(), ["sh", "-c", "echo data >made"], os.environ), 0)
