"""Another file takes a refused one's place, for which a descriptor stands still."""
import os

file = os.open("secret", os.O_PATH)
os.replace("other", "secret")
print(open("/proc/self/fd/%d" % file).read(), end="")
