"""The working folder, by the thread's name for it."""
with open("/proc/thread-self/cwd/file", "w") as file:
    file.write("data")
