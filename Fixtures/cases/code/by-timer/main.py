"""A timer whose function is exec."""
import threading

timer = threading.Timer(0, exec, ("print('data')", {}))
timer.start()
timer.join()
