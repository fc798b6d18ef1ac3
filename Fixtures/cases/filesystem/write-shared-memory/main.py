"""Shared memory is a file in /dev/shm."""
import os
from multiprocessing import shared_memory

memory = shared_memory.SharedMemory("world-%d" % os.getpid(), create=True, size=4)
memory.buf[:] = b"data"
print(open("/dev/shm/" + memory.name).read(4))
memory.close()
memory.unlink()
