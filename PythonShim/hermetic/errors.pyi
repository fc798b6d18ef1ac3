from . import BootstrapError as BootstrapError
from . import HermeticError as HermeticError
from . import PolicyViolation as PolicyViolation
