"""A virtual environment may be in a folder called .env."""
import os

print(open(".env/pyvenv.cfg").read(), end="")
with open(".env/other", "w") as file:
    file.write("text")
print(sorted(os.listdir(".env")))
os.mkdir("below")
os.mkdir("below/.env")
os.rename("below/.env", "below/.env.local")
os.rmdir("below/.env.local")
print(os.listdir("below"))
