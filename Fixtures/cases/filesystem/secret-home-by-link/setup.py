import os

os.symlink("home", "../link")
os.mkdir("../home/.ssh")
with open("../home/.ssh/key", "w") as file:
    print("secret", file=file)
