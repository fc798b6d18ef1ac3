import os

with open(os.open(os.path.expanduser("~/.netrc"), os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
    file.write("machine host login me password secret\n")
