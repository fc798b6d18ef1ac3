"""A file changed in place."""
import fileinput

for line in fileinput.input("file", inplace=True):
    print("data", end="")
