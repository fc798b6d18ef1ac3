"""A thread's target is __import__."""
import threading

thread = threading.Thread(target=__import__, args=("secret",))
thread.start()
thread.join()
