"""runpy.run_path runs a file."""
import runpy

runpy.run_path("text.txt")
