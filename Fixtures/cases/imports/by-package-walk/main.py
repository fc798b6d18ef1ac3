"""pkgutil imports the packages that it walks over, and hides that one could not be imported."""
import pkgutil

list(pkgutil.walk_packages(["."]))
