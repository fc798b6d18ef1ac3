from . import secret
from .secret import VALUE
