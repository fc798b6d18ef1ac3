"""Most of what programs do with files, inside what is granted, under a grant."""
import errno
import fcntl
import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import tempfile

os.umask(0o027)
os.mkdir("grant/work")
os.chdir("grant/work")


def mode(path):
    return oct(stat.S_IMODE(os.lstat(path).st_mode))


with open("text", "x") as file:
    file.write("one\n")
try:
    open("text", "x")
except FileExistsError as problem:
    print(errno.errorcode[problem.errno])
with open("text", "a") as file:
    file.write("two\n")
print(mode("text"), open("text").read().split())
os.close(os.open("narrow", os.O_CREAT | os.O_WRONLY, 0o4777))
print(mode("narrow"))

folder = os.open(".", os.O_RDONLY)
os.mkdir("below", dir_fd=folder)
inner = os.open("below", os.O_RDONLY | os.O_DIRECTORY, dir_fd=folder)
os.write(os.open("by-descriptor", os.O_CREAT | os.O_RDWR, 0o600, dir_fd=inner), b"x")
print(mode("below/by-descriptor"), sorted(os.listdir(inner)), mode("below"))
os.symlink("../text", "below/link")
os.link("text", "hard")
print(open("below/link").read().split(), os.stat("hard").st_nlink, os.path.realpath("below/link") == os.path.abspath("text"))
os.rename("below", "moved")
os.replace("moved/by-descriptor", "replaced")
os.rename("moved", "moved-again")
shutil.copytree("moved-again", "copied", symlinks=True)
os.chmod("replaced", 0o640)
os.utime("replaced", (5, 5))
os.setxattr("replaced", "user.mark", b"data")
print(mode("replaced"), int(os.stat("replaced").st_mtime), os.getxattr("replaced", "user.mark"))
os.truncate("hard", 3)
print(open("text").read())

nameless = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o600)
os.write(nameless, b"nameless")
os.link(f"/proc/self/fd/{nameless}", "named", src_dir_fd=folder)
print(open("named").read(), open(f"/proc/self/fd/{nameless}").read(), open(f"/dev/fd/{nameless}").read())

with open("lock", "w") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    fcntl.lockf(file, fcntl.LOCK_EX)
    if os.fork() == 0:
        try:
            fcntl.lockf(open("lock", "w"), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            print(errno.errorcode[problem.errno], flush=True)
        os._exit(0)
    os.wait()

os.mkfifo("fifo")
child = subprocess.Popen(["sh", "-c", "echo through >fifo"])
print(open("fifo").read(), end="")
child.wait()
server = socket.socket(socket.AF_UNIX)
server.bind("socket")
print(stat.S_ISSOCK(os.stat("socket").st_mode), mode("socket"))

with sqlite3.connect("data.db") as database:
    database.execute("pragma journal_mode = wal")
    database.execute("create table t (x)")
    database.execute("insert into t values (7)")
    print(database.execute("select x from t").fetchall())
database.close()

os.environ["TMPDIR"] = tempfile.tempdir = os.getcwd()
with tempfile.TemporaryDirectory() as temporary, tempfile.NamedTemporaryFile(dir=temporary) as file, tempfile.TemporaryFile() as other:
    file.write(b"x")
    other.write(b"x")
for number in range(500):
    open(f"copied/{number}", "w").close()
print(sum(len(names) for _, _, names in os.walk(".")))
print(subprocess.run("ls copied | wc -l; cat text named | tr a-z A-Z; touch new; mv new newer; rm newer", shell=True, stdout=subprocess.PIPE).stdout)
open("/dev/null", "w").write("x")
print(open("/dev/null").read() == "", len(open("/dev/urandom", "rb").read(4)), open("/dev/stdin").read() == "", os.path.exists("/dev/tty"))
shutil.rmtree("copied")
for path in ("missing", "missing/below", "text/below"):
    try:
        open(path)
    except OSError as problem:
        print(errno.errorcode[problem.errno])
print(sorted(os.listdir()))
