"""A pool's thread imports."""
import concurrent.futures
import importlib

with concurrent.futures.ThreadPoolExecutor() as pool:
    pool.submit(importlib.import_module, "secret").result()
