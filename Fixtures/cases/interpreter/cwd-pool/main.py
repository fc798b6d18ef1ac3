"""A pool's thread calls os.chdir."""
import concurrent.futures
import os

with concurrent.futures.ThreadPoolExecutor() as pool:
    pool.submit(os.chdir, "hidden").result()
print(os.path.basename(os.getcwd()))
