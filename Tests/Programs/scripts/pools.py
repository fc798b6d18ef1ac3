"""multiprocessing with one start method: Process, Pipe, Queue, Pool, shared memory, Manager."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import shared_memory


def square(number):
    return number * number


def echo(incoming, outgoing):
    for item in iter(incoming.get, None):
        outgoing.put(item * 2)


def fill(name):
    memory = shared_memory.SharedMemory(name)
    memory.buf[:4] = b"done"
    memory.close()


def add(shared, lock, key):
    with lock:
        shared[key] = shared.get(key, 0) + 1


def end():
    os._exit(5)


def basics(context):
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=sender.send, args=("through a pipe",))
    process.start()
    print(receiver.recv())
    process.join()

    incoming, outgoing = context.Queue(), context.Queue()
    process = context.Process(target=echo, args=(incoming, outgoing))
    process.start()
    for item in (1, "a", None):
        incoming.put(item)
    print([outgoing.get(timeout=20) for _ in range(2)])
    process.join()

    with context.Pool(2) as pool:
        print(pool.map(square, range(8)), pool.apply_async(square, (9,)).get(timeout=20))
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        print(list(pool.map(square, range(4))))

    memory = shared_memory.SharedMemory(create=True, size=16)
    process = context.Process(target=fill, args=(memory.name,))
    process.start()
    process.join()
    print(bytes(memory.buf[:4]))
    memory.close()
    memory.unlink()

    process = context.Process(target=end)
    process.start()
    process.join()
    print("exit code", process.exitcode)


def managed(context):
    with context.Manager() as manager:
        shared, lock = manager.dict(), manager.Lock()
        workers = [context.Process(target=add, args=(shared, lock, n % 2)) for n in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        print(sorted(shared.items()))


if __name__ == "__main__":
    chosen = multiprocessing.get_context(sys.argv[1])
    managed(chosen) if "manager" in sys.argv else basics(chosen)
