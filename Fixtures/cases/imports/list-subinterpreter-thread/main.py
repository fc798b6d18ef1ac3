"""A thread of another interpreter, with nobody's frame around it."""
import _interpreters

new = _interpreters.create()
_interpreters.run_string(new, """
import _thread, sys, time
_thread.start_new_thread(__import__, ("smtplib",))
time.sleep(1)
if "smtplib" in sys.modules:
    print("data", flush=True)
""")
