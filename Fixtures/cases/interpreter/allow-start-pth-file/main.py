"""A .pth file of the virtual environment adds folders, by a line and by code: that is not the program."""
import extra
import more

print(extra.VALUE, more.VALUE)
