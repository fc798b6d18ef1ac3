"""The working folder, by another name."""
print(open("/proc/self/cwd/secret").read(), end="")
