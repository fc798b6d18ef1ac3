"""unittest.mock.patch.dict writes, and clears, for its caller."""
import os
import subprocess
import unittest.mock

with unittest.mock.patch.dict(os.environ, {"MARK": "data"}):
    subprocess.run(["sh", "-c", "echo $MARK"])
