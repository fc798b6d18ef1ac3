"""An object in a cycle, the collector switched off."""
import _socket
import gc


class Late:
    def __del__(self, make=_socket.socket, address=("93.184.216.35", 9000)):
        client = make(2, 1)
        client.connect(address)
        client.send(b"data")


late = Late()
late.itself = late
gc.disable()
del late
print("done")
