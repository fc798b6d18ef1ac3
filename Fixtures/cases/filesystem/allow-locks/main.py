"""Named semaphores lie in shared memory, and nobody else finds them."""
import multiprocessing

for method in ("fork", "spawn"):
    with multiprocessing.get_context(method).Lock():
        print(method)
