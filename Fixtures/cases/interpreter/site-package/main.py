"""site.addpackage adds what a .pth file says."""
import site

site.addpackage(".", "more.pth", set())
import evil
