"""trace sets the function for its caller."""
import trace


def work():
    pass


seen = trace.Trace(trace=0, countfuncs=1)
seen.runfunc(work)
if seen.results().calledfuncs:
    print("data")
