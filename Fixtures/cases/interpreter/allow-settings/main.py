"""What a program may set: arguments, streams, hooks for errors, limits, filters, contexts and handlers."""
import contextlib
import decimal
import faulthandler
import gc
import io
import locale
import signal
import sys
import warnings

sys.argv[1:] = ["a"]
sys.setrecursionlimit(2000)
sys.setswitchinterval(0.01)
sys.excepthook = lambda *_: None
sys.unraisablehook = lambda *_: None
sys.ps1 = "> "
gc.disable()
gc.enable()
faulthandler.enable(sys.__stderr__)
warnings.simplefilter("ignore")
decimal.getcontext().prec = 3
locale.setlocale(locale.LC_ALL, "C")
signal.signal(signal.SIGUSR1, lambda *_: print("signal"))
signal.raise_signal(signal.SIGUSR1)
with contextlib.redirect_stdout(io.StringIO()) as stream:
    print("caught")
print(stream.getvalue().strip(), decimal.Decimal(1) / 3, sys.argv[1], sys.getrecursionlimit())
