"""TCP fast open connects with the first bytes; the last way sets a bit of the flags that the kernel drops."""
import subprocess

for way in ("fastopen-sendto", "fastopen-sendmsg", "fastopen-sendmmsg", "fastopen-high"):
    subprocess.run(["./attacker", "send", way, "93.184.216.35:9000", way])
