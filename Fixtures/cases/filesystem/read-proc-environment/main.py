"""What the kernel keeps of the environment."""
print(b"WORLD_ASK=" in open("/proc/self/environ", "rb").read())
