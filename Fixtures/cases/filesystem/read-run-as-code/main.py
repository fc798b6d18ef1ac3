"""A file that is run is read."""
import runpy

runpy.run_path("secret")
