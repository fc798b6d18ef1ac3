"""A manager of multiprocessing on TCP."""
from multiprocessing.managers import BaseManager


class Manager(BaseManager):
    pass


Manager.register("answer", callable=lambda: [42])

if __name__ == "__main__":
    import multiprocessing

    manager = Manager(("127.0.0.1", 18082), b"key", ctx=multiprocessing.get_context("fork"))
    manager.start()
    print(manager.answer().pop())
    manager.shutdown()
