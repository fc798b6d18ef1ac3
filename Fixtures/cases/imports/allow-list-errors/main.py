"""An error is shown with its lines, warnings are written, and a thread ends with an error: the interpreter imports for that."""
import threading
import warnings

warnings.warn("noted")
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
print("done")
raise ValueError("text")
