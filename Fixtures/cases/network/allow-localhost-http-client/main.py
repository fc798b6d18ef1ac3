"""http.client and urllib ask a server on loopback."""
import http.client
import urllib.request

connection = http.client.HTTPConnection("127.0.0.1", 8080)
connection.request("GET", "/")
print(connection.getresponse().read())
print(urllib.request.urlopen("http://localhost:8080/").read())
