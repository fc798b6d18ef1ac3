import os

for _ in range(30):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
with open("secret", "w") as file:
    print("secret", file=file)
