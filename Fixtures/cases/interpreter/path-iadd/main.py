"""+=, which changes the list and assigns it too."""
import sys

sys.path += ["hidden"]
import evil
