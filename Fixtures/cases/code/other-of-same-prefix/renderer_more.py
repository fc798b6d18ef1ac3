def render(text):
    return eval(text)
