"""An object held by the exception that ends the program."""
import _socket


class Late:
    def __del__(self, make=_socket.socket, address=("93.184.216.35", 9000)):
        client = make(2, 1)
        client.connect(address)
        client.send(b"data")


class Failure(SystemExit):
    pass


failure = Failure(0)
failure.late = Late()
print("done", flush=True)
raise failure
print("done")
