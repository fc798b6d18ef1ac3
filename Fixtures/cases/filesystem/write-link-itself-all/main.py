"""Every call that changes a link and not what it leads to."""
import os

calls = [
    lambda: os.lchown("link", os.getuid(), os.getgid()),
    lambda: os.utime("link", (9, 9), follow_symlinks=False),
    lambda: os.setxattr("file", "user.mark", b"data", follow_symlinks=False),
    lambda: os.rename("other", "moved"),
    lambda: os.unlink("gone"),
]

for call in calls:
    try:
        call()
    except OSError:
        pass
