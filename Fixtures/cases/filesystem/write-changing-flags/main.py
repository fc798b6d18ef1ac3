"""Flags that are other ones when they are asked for again."""
import os


class Flags:
    asked = 0

    def __index__(self):
        self.asked += 1
        return os.O_WRONLY | os.O_CREAT if self.asked > turn else os.O_RDONLY


for turn in range(4):
    try:
        os.write(os.open("new", Flags()), b"data")
        break
    except (FileNotFoundError, TypeError):
        pass
