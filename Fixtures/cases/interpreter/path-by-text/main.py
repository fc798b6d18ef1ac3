"""Code that says it comes from site."""
import site

exec(compile("import sys; sys.path.append('hidden')", site.__file__, "exec"), vars(site))
import evil
