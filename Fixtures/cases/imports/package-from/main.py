"""A module in a package, as its attribute."""
from package import secret
