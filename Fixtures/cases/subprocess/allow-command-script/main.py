"""A script, by its own path; its interpreter need not be allowed."""
import subprocess

subprocess.run(["./script", "word"])
