import os

os.mkdir("../away")
with open("../away/settings.py", "w") as file:
    print("VALUE = 'secret'", file=file)
