"""The process writes its own memory by the kernel's name for it, whatever the policy is about."""
import os

file = os.open("/proc/self/mem", os.O_RDWR)
print("opened")
