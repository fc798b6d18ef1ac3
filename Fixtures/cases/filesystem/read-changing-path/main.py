"""A path object that answers otherwise when it is asked again."""
print_ = print


class Path:
    asked = 0

    def __fspath__(self):
        self.asked += 1
        return "secret" if self.asked > turn else "root/inside"


for turn in range(4):
    text = open(Path()).read()
    if text != "inside\n":
        print(text, end="")
        break
