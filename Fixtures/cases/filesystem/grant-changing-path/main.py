"""A path object that answers otherwise when it is asked again."""


class Path:
    asked = 0

    def __fspath__(self):
        self.asked += 1
        return "new" if self.asked > turn else "out/own"


for turn in range(4):
    with open(Path(), "w") as file:
        file.write("data")
