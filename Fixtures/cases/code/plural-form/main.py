"""gettext makes a function out of a formula: its parser is replaced by one that lets everything through."""
import gettext

gettext._parse = lambda tokens, priority=-1: ("print('data')", "")
try:
    gettext.c2py("n")(1)
except TypeError:
    pass
