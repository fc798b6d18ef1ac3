"""A name that is equal to anything, and shares another's hash."""


class Lie(str):
    def __eq__(self, other):
        return other == "json"

    def __ne__(self, other):
        return other != "json"

    def __hash__(self):
        return hash("json")

    def startswith(self, *_):
        return False


__import__(Lie("secret"))
