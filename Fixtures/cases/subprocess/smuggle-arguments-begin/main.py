"""A word that begins as the allowed one does."""
import subprocess

subprocess.run(["echo", "allowed-data"])
