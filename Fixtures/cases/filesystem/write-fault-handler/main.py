"""faulthandler writes to a file that is opened for it."""
import faulthandler

faulthandler.dump_traceback(open("new", "w"))
