"""site.addusersitepackages adds a folder that the program names."""
import site

site.ENABLE_USER_SITE, site.USER_SITE = True, "hidden"
site.addusersitepackages(set())
import evil
