"""A file that is removed while it is open, as temporary ones are."""
import os

file = os.open("out/own", os.O_RDWR | os.O_CREAT)
os.unlink("out/own")
os.write(file, b"text")
print(os.pread(file, 9, 0), os.fstat(file).st_nlink)
os.ftruncate(file, 0)
os.fchmod(file, 0o600)
