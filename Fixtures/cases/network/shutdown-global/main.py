"""A global of the main module, finalized when that is cleared."""
import _socket


class Late:
    def __del__(self, make=_socket.socket, address=("93.184.216.35", 9000)):
        client = make(2, 1)
        client.connect(address)
        client.send(b"data")


late = Late()
print("done")
