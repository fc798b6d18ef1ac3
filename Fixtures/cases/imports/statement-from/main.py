"""from ... import ..."""
from secret import VALUE
