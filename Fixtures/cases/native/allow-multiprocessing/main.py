"""Locks and shared memory of multiprocessing."""
import multiprocessing
from multiprocessing import shared_memory

if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool, multiprocessing.Lock():
        print(pool.map(abs, [-1]))
