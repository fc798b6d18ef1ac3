"""A pool's thread calls the list's append."""
import concurrent.futures
import sys

with concurrent.futures.ThreadPoolExecutor() as pool:
    pool.submit(sys.path.append, "hidden").result()
import evil
