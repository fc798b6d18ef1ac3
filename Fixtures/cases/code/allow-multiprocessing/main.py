"""multiprocessing hands its work on in pickles of its own."""
import multiprocessing


def work(number):
    return {"square": number * number}


if __name__ == "__main__":
    for method in "fork", "spawn":
        context = multiprocessing.get_context(method)
        with context.Pool(2) as pool:
            print(pool.map(work, range(3)))
        queue = context.Queue()
        process = context.Process(target=queue.put, args=(("text", 1),))
        process.start()
        print(queue.get(timeout=20))
        process.join()
