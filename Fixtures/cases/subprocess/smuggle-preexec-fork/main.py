"""The copy of the process that is to become an allowed program copies itself."""
import os
import subprocess


def work():
    if os.fork() == 0:
        os.write(os.open("made", os.O_WRONLY | os.O_CREAT), b"data")
        os._exit(0)
    os.wait()


subprocess.run(["true"], preexec_fn=work)
