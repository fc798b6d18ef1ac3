"""http.client, to an address."""
import http.client

connection = http.client.HTTPConnection("93.184.216.35", 8080, timeout=5)
connection.request("POST", "/", body=b"data")
print(connection.getresponse().status)
