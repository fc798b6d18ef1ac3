"""Below a refused folder inside a granted one, by its own name, through a link and after moving it."""
import subprocess

for line in ("echo data >folder/new", "ln -s folder link; echo data >link/second", "mv folder moved; echo data >moved/third; mv moved folder"):
    subprocess.run(["sh", "-c", line])
