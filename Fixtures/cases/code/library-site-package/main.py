"""site executes the lines of a .pth file that begin with import."""
import site

site.addpackage(".", "work.pth", set())
