"""A program's own status stays what it was."""
import sys

sys.exit(3)
