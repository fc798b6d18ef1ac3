"""A buffered reader gets another file below it."""
import io

file = open("root/inside", "rb")
file.raw.__init__("secret")
print(file.raw.readall().decode(), end="")
