"""Copies of the process, where a policy says nothing of processes."""
import os

for number in range(2):
    child = os.fork()
    if child == 0:
        print("copy", number, flush=True)
        os._exit(number)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
child, terminal = os.forkpty()
if child == 0:
    print("copy with a terminal", flush=True)
    os._exit(0)
print(os.read(terminal, 100))
os.waitpid(child, 0)
