"""requests imports socket as it is imported, and again as it is called."""
import requests

requests.send(b"data")
requests.late()
print("sent")
