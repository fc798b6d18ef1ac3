"""A file object that is opened a second time, as another file."""
import io

file = io.FileIO("root/inside")
file.__init__("secret")
print(file.read().decode(), end="")
