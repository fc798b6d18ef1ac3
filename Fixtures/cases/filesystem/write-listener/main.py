"""multiprocessing's listener on a name."""
import os
from multiprocessing import connection

listener = connection.Listener("new", "AF_UNIX")
os.rename("new", "kept")
