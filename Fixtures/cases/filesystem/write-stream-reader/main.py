"""codecs opens a file of its own."""
import codecs

with codecs.open("new", "w", "utf-8") as file:
    file.write("data")
