"""A unix server's connections are at its path like the server itself, and some of them are in no process at the moment."""
import multiprocessing
import socket


def serve(ready, end):
    server = socket.socket(socket.AF_UNIX)
    server.bind("server.sock")
    server.listen(64)
    ready.put("ready")
    here, there = socket.socketpair()
    for _ in range(16):
        connection, _ = server.accept()
        # On its way, as to a worker that has not taken it yet.
        socket.send_fds(here, [b"x"], [connection.fileno()])
        connection.close()
        ready.put("taken")
    end.wait()


def call(connected, end):
    client = socket.socket(socket.AF_UNIX)
    try:
        client.connect("server.sock")
        connected.put(1)
    except OSError:
        connected.put(0)
    end.wait()


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    taken, connected, end = context.SimpleQueue(), context.SimpleQueue(), context.Event()
    processes = [context.Process(target=serve, args=(taken, end), daemon=True)]
    processes[0].start()
    count = 0
    for _ in range(16):
        taken.get()
        processes.append(context.Process(target=call, args=(connected, end), daemon=True))
        processes[-1].start()
        if not connected.get():
            break
        count += 1
    print(count, "connected")
    end.set()
