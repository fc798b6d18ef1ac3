"""asyncio's and subprocess's children, pipelines, signals to them, exit statuses; and none that is not the program's own."""
import asyncio
import os
import signal
import subprocess
import sys


async def piped():
    child = await asyncio.create_subprocess_exec("tr", "a-z", "A-Z", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    shouted, _ = await child.communicate(b"text")
    shell = await asyncio.create_subprocess_shell("echo $((6 * 7)) | sed s/4/four/", stdout=subprocess.PIPE)
    return shouted, (await shell.communicate())[0], await asyncio.to_thread(os.getpid) == os.getpid()


print(asyncio.run(piped()))
print(subprocess.run("printf 'c\nb\na\n' | sort | head -n 2 | (cat; echo end) 2>&1", shell=True, stdout=subprocess.PIPE).stdout)
print(subprocess.run(["sh", "-c", "exit 3"]).returncode, subprocess.run(["sh", "-c", "kill -9 $$"]).returncode)
child = subprocess.Popen(["sleep", "20"], start_new_session=True)
os.killpg(child.pid, signal.SIGTERM)
print(child.wait())
child = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(signal.SIGUSR1, lambda *_: exit(5)); print(flush=True); time.sleep(20)"], stdout=subprocess.PIPE)
child.stdout.readline()
child.send_signal(signal.SIGUSR1)
print(child.wait())
try:
    subprocess.run(["sleep", "20"], timeout=0.2)
except subprocess.TimeoutExpired:
    print("timeout")
try:
    subprocess.run(["no-such-program"])
except FileNotFoundError as problem:
    print(problem.errno)
with os.popen("echo popen") as pipe:
    print(os.waitstatus_to_exitcode(os.system("exit 4")), pipe.read())
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no child left")
