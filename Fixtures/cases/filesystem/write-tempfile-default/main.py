"""A temporary file where tempfile looks for a place: TMPDIR, /tmp, the working folder and others."""
import shutil
import tempfile

with tempfile.NamedTemporaryFile("w", delete=False) as file:
    file.write("data")
shutil.copyfile(file.name, "new")
