"""_thread starts eval without any frame below it."""
import _thread
import time

_thread.start_new_thread(eval, ("print('data')", {}))
time.sleep(0.3)
