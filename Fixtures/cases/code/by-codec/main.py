"""A codec of the program's says what the text of a file is."""
import codecs

TEXT = "print('data')\n"


def decode(data, errors="strict"):
    return TEXT, len(data)


class Decoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, data, errors, final):
        return TEXT, len(data)


class Reader(codecs.StreamReader):
    lines = [TEXT]

    def readline(self, size=None, keepends=True):
        return self.lines.pop() if self.lines else ""

    def read(self, *_):
        return self.readline()


codec = codecs.CodecInfo(codecs.latin_1_encode, decode, Reader, None, None, Decoder, name="strange")
codecs.register(lambda name: codec if name == "strange" else None)
import harmless
