"""A list of words that changes while it is looked at."""
import os


class Word:
    def __fspath__(self):
        words[1] = "made"
        return "touch"


words = [Word(), "allowed"]
os.waitpid(os.posix_spawnp("touch", words, os.environ), 0)
