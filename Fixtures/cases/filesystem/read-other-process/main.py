"""What another process was started with."""
print(open("/proc/1/cmdline").read() != "")
