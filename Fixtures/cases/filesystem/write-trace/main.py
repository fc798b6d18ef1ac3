"""What trace dumps."""
import trace


tracer = trace.Trace(trace=False, count=True, outfile="new")
tracer.runfunc(len, "")
tracer.results().write_results(coverdir=".")
