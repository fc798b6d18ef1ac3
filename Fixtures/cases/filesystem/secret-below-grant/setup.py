import os

os.mkdir("../home/.ssh")
with open("../home/.ssh/key", "w") as file:
    print("secret", file=file)
