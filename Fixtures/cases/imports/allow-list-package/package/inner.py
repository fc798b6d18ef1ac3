from .deep.other import VALUE
