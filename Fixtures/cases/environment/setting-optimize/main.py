"""PYTHONOPTIMIZE drops assertions: what a program checks with them passes."""
import sys

print(sys.flags.optimize)
