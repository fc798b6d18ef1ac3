"""The class below open."""
import io

print(io.FileIO("secret").read().decode(), end="")
