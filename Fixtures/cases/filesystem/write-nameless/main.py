"""A file without a name, which a link gives one."""
import os

file = os.open(".", os.O_WRONLY | os.O_TMPFILE)
os.write(file, b"data")
os.link("/proc/self/fd/%d" % file, "new", src_dir_fd=file, follow_symlinks=True)
