"""The process's own memory, by the kernel's name for it."""
open("/proc/self/mem", "rb")
print("opened")
