"""tempfile asks for TMPDIR."""
import os
import tempfile

folder = os.path.dirname(os.getcwd())
with tempfile.NamedTemporaryFile() as file:
    print(tempfile.gettempdir() == os.path.dirname(file.name) == folder)
