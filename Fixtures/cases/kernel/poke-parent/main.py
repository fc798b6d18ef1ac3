"""A static program writes into its parent's memory: by system call, as a debugger, through /proc."""
import ctypes
import os
import subprocess

kept = ctypes.create_string_buffer(b"kept....")
for way in ("vm", "ptrace", "process", "task"):
    subprocess.run(["./attacker", "poke", way, str(os.getpid()), str(ctypes.addressof(kept)), "data...."])
    print(kept.value)
    kept.value = b"kept...."
