"""setlocale reads LANG and LC_* in libc, getlocale in Python."""
import locale

print(locale.setlocale(locale.LC_ALL, "") != "", locale.getpreferredencoding())
