"""Threads are no processes."""
import asyncio
import concurrent.futures
import multiprocessing.pool
import threading

thread = threading.Thread(target=print, args=("thread",))
thread.start()
thread.join()
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    print(list(pool.map(abs, [1, -2])))
with multiprocessing.pool.ThreadPool(2) as pool:
    print(pool.map(abs, [3, -4]))


async def work():
    return await asyncio.get_running_loop().run_in_executor(None, abs, -5)


print(asyncio.run(work()))
