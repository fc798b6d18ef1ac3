"""What a refusal looks like to a static program: EACCES, and ENOSYS where libc is to try another call."""
import errno
import subprocess

for words in (
    ["connect", "libc", "93.184.216.35:9000", "data"], ["connect", "libc", "@world-service", "data"], ["send", "sendto", "93.184.216.35:9000", "data"],
    ["send", "sendmsg", "93.184.216.35:9000", "data"], ["send", "sendmmsg", "93.184.216.35:9000", "data"], ["read", "open", "secret"],
    ["read", "openat2", "secret"], ["write", "append", "secret", "data"], ["change", "truncate", "secret"], ["change", "unlink", "secret"],
):
    result = subprocess.run(["./attacker", *words], stdout=subprocess.DEVNULL).returncode
    print(words[0], words[1], errno.errorcode.get(result, result))
