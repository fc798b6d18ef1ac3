import _thread
import threading

done = threading.Event()
_thread.start_new_thread(exec, ("print('data')\ndone.set()", {"done": done}))
done.wait(2)
