"""fileinput."""
import fileinput

print("".join(fileinput.input("secret")), end="")
