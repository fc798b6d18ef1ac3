"""requests imports a module, which imports http.client, which imports socket."""
import requests

print(requests.get())
