import subprocess

from outside.build import library

library("libtool.so")
subprocess.run(["cc", "-o", "tool", "-xc", "-", "-Wl,--no-as-needed", "-L.", "-ltool"], input=b"int main(void) { return 0; }", check=True)
