"""A child started with env=None gets HOME and PATH; it is found along PATH itself."""
import subprocess

print(subprocess.run(["sh", "-c", "echo $HOME; test -n \"$PATH\" && echo path"], stdout=subprocess.PIPE).stdout.decode(), end="")
