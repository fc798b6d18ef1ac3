"""Methods and functions of the program's own that are called eval, exec and compile."""
import re


class Frame:
    def eval(self, text):
        return text.upper()

    exec = compile = eval


def compile(text):
    return text


print(Frame().eval("a"), Frame().exec("b"), compile("c"), re.compile("d").pattern, callable(eval), exec.__name__)
