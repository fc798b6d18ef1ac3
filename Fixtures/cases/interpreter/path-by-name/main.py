"""The program takes over the identity of site."""
import site
import sys

globals().update({name: getattr(site, name) for name in ("__name__", "__file__", "__spec__", "__loader__", "__package__")})
sys.path.append("hidden")
import evil
