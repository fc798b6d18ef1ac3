"""An object in place of compile's flags that asks for a mere syntax tree at the first look, and for code at the second."""
import types


class Flags:
    def __init__(self, *answers):
        self.answers = list(answers)

    def __index__(self):
        return self.answers.pop(0)


for flags in (Flags(0, 0, 0), Flags(1024, 0, 0), Flags(1024, 1024, 0)):
    try:
        types.FunctionType(compile("print('data')", "<text>", "exec", flags), globals())()
        break
    except Exception:
        pass
