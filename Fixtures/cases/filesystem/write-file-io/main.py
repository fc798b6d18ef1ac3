"""The class below open."""
import io

io.FileIO("new", "w").write(b"data")
