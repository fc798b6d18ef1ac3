"""pkgutil.resolve_name imports for its caller."""
import pkgutil

pkgutil.resolve_name("secret:VALUE")
