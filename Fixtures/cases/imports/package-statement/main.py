"""A module in a package, by its whole name."""
import package.secret as other
