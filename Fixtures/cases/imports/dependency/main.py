"""What the standard library imports is denied too: http.client needs socket."""
import http.client

client = http.client.HTTPConnection("93.184.216.35", 9000)
client.request("GET", "/")
