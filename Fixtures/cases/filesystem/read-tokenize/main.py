"""tokenize finds out the encoding."""
import tokenize

print(tokenize.open("secret").read(), end="")
