"""A folder's link leads elsewhere by the time that a child opens its output."""
import os
import time

end = time.monotonic() + 2
child = os.fork()
while child == 0:
    for target in ("kept", ".."):
        os.symlink(target, "out/next")
        os.rename("out/next", "out/link")
actions = [(os.POSIX_SPAWN_OPEN, 1, "out/link/new", os.O_WRONLY | os.O_CREAT, 0o644)]
while not os.path.exists("new") and time.monotonic() < end:
    try:
        os.waitpid(os.posix_spawn("/bin/true", ["true"], {}, file_actions=actions), 0)
    except (OSError, RuntimeError):
        pass
os.kill(child, 9)
