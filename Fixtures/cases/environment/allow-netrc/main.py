"""netrc finds its file by HOME."""
import netrc

try:
    netrc.netrc()
except FileNotFoundError as error:
    print(error.filename)
