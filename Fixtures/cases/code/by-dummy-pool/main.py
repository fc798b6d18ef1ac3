"""multiprocessing.dummy's threads call eval."""
import multiprocessing.dummy

with multiprocessing.dummy.Pool(1) as pool:
    pool.starmap(eval, [("print('data')", {})])
