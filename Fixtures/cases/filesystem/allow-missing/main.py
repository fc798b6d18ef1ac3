"""A file that is not there is not there, in the root."""
try:
    open("root/nothing")
except FileNotFoundError as error:
    print(error.filename)
