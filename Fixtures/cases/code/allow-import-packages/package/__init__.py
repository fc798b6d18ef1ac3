from .inner import VALUE as INNER

VALUE = INNER + 1
