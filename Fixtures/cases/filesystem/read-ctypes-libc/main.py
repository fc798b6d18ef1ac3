"""ctypes opens libc by its file name, past any symbol that was put before it."""
import ctypes

libc = ctypes.CDLL("libc.so.6")
content = ctypes.create_string_buffer(9)
libc.read(libc.open(b"secret", 0), content, 9)
print(content.value.decode(), end="")
