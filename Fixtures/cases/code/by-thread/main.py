"""A thread whose target is eval."""
import threading

thread = threading.Thread(target=eval, args=("print('data')", {}))
thread.start()
thread.join()
