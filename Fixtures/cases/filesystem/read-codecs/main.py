"""codecs opens a file of its own."""
import codecs

print(codecs.open("secret", encoding="utf-8").read(), end="")
