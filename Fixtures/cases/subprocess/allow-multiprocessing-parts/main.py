"""Locks, queues and values of multiprocessing, in one process."""
import multiprocessing

queue, lock, value = multiprocessing.SimpleQueue(), multiprocessing.Lock(), multiprocessing.Value("i", 3)
queue.put("text")
with lock:
    print(queue.get(), value.value)
