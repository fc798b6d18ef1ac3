"""Names with spaces, line ends and bytes that are no text, in an allowed folder."""
import os

for name in (b"a b", b"a\nb", b"a\xffb", b"*", b"[a]", b"a (deleted)", "\u00e4".encode()):
    with open(b"out/" + name, "w") as file:
        file.write("text")
    os.rename(b"out/" + name, b"out/." + name)
print(len(os.listdir("out")), open(b"out/.a\xffb").read())
