"""The program says itself that it is about to execute an allowed program, and copies the process."""
import os
import sys

sys.audit("os.exec", "/bin/echo", ["echo"], {})
sys.audit("subprocess.Popen", "/bin/echo", ["echo"], None, None)
if os.fork() == 0:
    os.write(1, b"data\n")
    os._exit(0)
os.wait()
