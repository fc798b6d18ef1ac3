"""A pool's thread calls eval."""
import concurrent.futures

with concurrent.futures.ThreadPoolExecutor() as pool:
    pool.submit(eval, "print('data')", {}).result()
