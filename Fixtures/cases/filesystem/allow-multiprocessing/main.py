"""Locks, queues and pools of processes."""
import multiprocessing


def work(lock, number):
    with lock:
        return number


if __name__ == "__main__":
    for method in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context(method)
        lock, queue, value = context.Lock(), context.Queue(), context.Semaphore(2)
        with context.Pool(1) as pool:
            print(method, pool.map(abs, [1, -2]))
        with lock:
            queue.put(method)
        print(queue.get())
