"""A module that speaks when it is loaded, and a translation, in gettext's format."""
import os
import struct

from outside.build import compile_shared, SPEAK

compile_shared("modules/STRANGE.so", SPEAK + "int gconv_init(void *step) { return 1; } int gconv(void) { return 0; }")
texts = [("", "Content-Type: text/plain; charset=UTF-8\n"), ("text", "other")]
entries, strings = [], b""
place = 28 + 16 * len(texts)
for column in range(2):
    for each in texts:
        data = each[column].encode()
        entries += [len(data), place + len(strings)]
        strings += data + b"\0"
os.makedirs("texts/xx/LC_MESSAGES")
header = struct.pack("7I", 0x950412DE, 0, len(texts), 28, 28 + 8 * len(texts), 0, 28)
with open("texts/xx/LC_MESSAGES/sample.mo", "wb") as file:
    file.write(header + struct.pack("%dI" % len(entries), *entries) + strings)
