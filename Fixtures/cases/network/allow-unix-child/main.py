"""A child calls its parent's unix server, and the parent a child's."""
import multiprocessing
from multiprocessing.connection import Client, Listener


def work(path):
    with Client(path) as parent:
        parent.send("text")


if __name__ == "__main__":
    for kind in multiprocessing.get_all_start_methods():
        with Listener("./" + kind) as listener:
            child = multiprocessing.get_context(kind).Process(target=work, args=("./" + kind,))
            child.start()
            with listener.accept() as connection:
                print(connection.recv())
            child.join()
