"""ctypes calls what the process itself calls."""
import ctypes

libc = ctypes.CDLL(None)
content = ctypes.create_string_buffer(9)
libc.read(libc.open(b"secret", 0), content, 9)
print(content.value.decode(), end="")
