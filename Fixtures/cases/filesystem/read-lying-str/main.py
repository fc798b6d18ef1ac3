"""A str that calls itself something else."""


class Name(str):
    def __str__(self):
        return "root/inside"

    __repr__ = __fspath__ = encode = __str__

    def __eq__(self, other):
        return other == "root/inside"

    __hash__ = str.__hash__


print(open(Name("secret")).read(), end="")
