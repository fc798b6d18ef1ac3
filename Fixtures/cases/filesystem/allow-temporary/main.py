"""Temporary files and folders in an allowed one."""
import os
import tempfile

with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w+") as file, tempfile.TemporaryFile() as nameless:
    print(os.listdir(folder), file.write("text"), nameless.write(b"text"))
with tempfile.SpooledTemporaryFile(max_size=2) as file:
    print(file.write(b"text"))
