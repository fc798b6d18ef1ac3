"""site.addsitedir adds a folder for its caller."""
import site

site.addsitedir("hidden")
import evil
