"""A file object that is opened a second time, as another file."""
import io

file = io.FileIO("file")
file.__init__("new", "w")
file.write(b"data")
