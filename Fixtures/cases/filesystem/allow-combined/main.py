"""A root to read, a folder to write, and a file besides."""
import os

with open("out/new", "w") as file:
    file.write(open("root/inside").read() + open("extra").read() + open("out/kept").read())
os.replace("out/new", "out/kept")
print(open("out/kept").read(), sorted(os.listdir("out")))
