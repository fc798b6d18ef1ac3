"""The working folder, by the thread's name for it."""
print(open("/proc/thread-self/cwd/secret").read(), end="")
