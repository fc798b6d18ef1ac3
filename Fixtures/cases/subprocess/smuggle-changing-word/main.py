"""A word that answers otherwise when it is asked again."""
import os


class Word:
    asked = 0

    def __fspath__(self):
        self.asked += 1
        return "made" if self.asked > turn else "allowed"


for turn in range(6):
    os.waitpid(os.posix_spawnp("touch", ["touch", Word()], os.environ), 0)
