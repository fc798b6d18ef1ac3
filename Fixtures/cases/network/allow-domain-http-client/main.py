"""http.client reaches an allowed domain, in capitals."""
import http.client

connection = http.client.HTTPConnection("EXAMPLE.com", 80)
connection.request("GET", "/")
print(connection.getresponse().read())
