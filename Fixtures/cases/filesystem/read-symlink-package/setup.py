import os

os.mkdir("../away")
with open("../away/settings.py", "w") as file:
    print("secret", file=file)
os.symlink("../away", "package")
