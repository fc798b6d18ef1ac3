"""An allowed program by its name, in every way."""
import os
import subprocess

subprocess.run(["echo", "run"])
subprocess.run(["/bin/echo", "path"], close_fds=False)
print(subprocess.check_output(["echo", "output"], text=True), end="", flush=True)
os.waitpid(os.posix_spawnp("echo", ["echo", "spawn"], os.environ), 0)
os.waitpid(os.posix_spawn("/bin/echo", [b"echo", b"bytes"], {}), 0)
with subprocess.Popen(["echo", "popen"], stdout=subprocess.PIPE, env={}, cwd="/", start_new_session=True) as child:
    print(child.stdout.read(), flush=True)
os.execvp("echo", ["echo", "exec"])
