"""A file of the kernel: the process's own name."""
name = open("/proc/self/comm").read()
try:
    open("/proc/self/comm", "w").write("data")
finally:
    print(open("/proc/self/comm").read() == name)
