"""multiprocessing with fork: a process, a queue and a pool."""
import multiprocessing


def work(number):
    return number * number


def put(queue):
    queue.put("child")


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=put, args=(queue,))
    child.start()
    print(queue.get(timeout=20))
    child.join()
    with context.Pool(2) as pool:
        print(pool.map(work, range(4)))
