"""The same, spawned: the socket is bound by a child and reached by the parent."""
import multiprocessing

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:
        shared = manager.list([1])
        shared.append(2)
        print(list(shared))
