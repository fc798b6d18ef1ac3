"""A property's getter is eval, and the object that has it is a string."""


class Text(str):
    value = property(eval)


Text("print('data')").value
