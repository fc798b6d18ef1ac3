"""Standard input, by its names."""
import sys

print(sys.stdin.read(), open("/dev/stdin").read(), open(0, closefd=False).read())
