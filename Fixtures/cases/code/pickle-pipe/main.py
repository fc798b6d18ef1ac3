"""multiprocessing reads pickles for itself: the program sends one that calls eval down its own pipe."""
import multiprocessing

reading, writing = multiprocessing.Pipe()
writing.send_bytes(b"cbuiltins\neval\n(S'print(\"data\")'\ntR.")
reading.recv()
