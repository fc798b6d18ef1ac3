"""Every call that takes a name below an opened folder."""
import os

folder = os.open("folder", os.O_PATH)
calls = [
    lambda: os.mkdir("one", dir_fd=folder),
    lambda: os.mknod("two", dir_fd=folder),
    lambda: os.mkfifo("three", dir_fd=folder),
    lambda: os.symlink("file", "four", dir_fd=folder),
    lambda: os.link("file", "five", src_dir_fd=folder, dst_dir_fd=folder),
    lambda: os.chmod("file", 0o666, dir_fd=folder),
    lambda: os.utime("file", (9, 9), dir_fd=folder),
    lambda: os.chown("setuid", os.getuid(), os.getgid(), dir_fd=folder),
    lambda: os.unlink("gone", dir_fd=folder),
    lambda: os.rmdir("empty", dir_fd=folder),
    lambda: os.rename("old", "new", src_dir_fd=folder, dst_dir_fd=folder),
]

for call in calls:
    try:
        call()
    except OSError:
        pass
