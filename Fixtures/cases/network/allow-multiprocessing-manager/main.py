"""A manager: a process that serves objects on a unix socket of its own."""
import multiprocessing


def work(shared):
    shared["child"] = 1


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    with context.Manager() as manager:
        shared = manager.dict()
        child = context.Process(target=work, args=(shared,))
        child.start()
        child.join()
        print(dict(shared))
