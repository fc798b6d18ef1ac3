"""from ... import *."""
from secret import *
