"""A pool's thread calls os.putenv."""
import concurrent.futures
import os
import subprocess

with concurrent.futures.ThreadPoolExecutor() as pool:
    pool.submit(os.putenv, "MARK", "data").result()
subprocess.run(["sh", "-c", "echo $MARK"])
