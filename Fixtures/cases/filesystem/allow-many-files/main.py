"""As many descriptors as there may be."""
import errno
import resource

resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
files = []
try:
    while True:
        files.append(open("out/kept", "r+"))
except OSError as error:
    print(error.errno == errno.EMFILE, type(error).__name__)
files.pop().close()
print(open("out/kept").read())
