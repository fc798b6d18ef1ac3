"""A pipe opened again by its descriptor's name, as shells hand them over."""
import os

reading, writing = os.pipe()
with open("/dev/fd/%d" % writing, "w") as file:
    file.write("text")
print(os.read(reading, 9))
