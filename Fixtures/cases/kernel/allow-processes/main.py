"""multiprocessing in all its ways."""
import concurrent.futures
import multiprocessing
from multiprocessing import shared_memory


def work(number):
    return number * 2


def fill(name, lock):
    with lock:
        memory = shared_memory.SharedMemory(name)
        memory.buf[0] += 1
        memory.close()


if __name__ == "__main__":
    for kind in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(kind)
        with context.Pool(2) as pool, context.Manager() as manager:
            print(kind, pool.map(work, range(5)), manager.list([1, 2]))
        with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as executor:
            print(sum(executor.map(work, range(10))))
        memory, lock = shared_memory.SharedMemory(create=True, size=8), context.Lock()
        memory.buf[0] = 0
        children = [context.Process(target=fill, args=(memory.name, lock)) for _ in range(3)]
        for child in children:
            child.start()
        for child in children:
            child.join()
        print(memory.buf[0])
        memory.close()
        memory.unlink()
