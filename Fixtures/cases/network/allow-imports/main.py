"""The libraries of the network are imported, used for what needs none, and nothing is sent."""
import ftplib, http.client, http.cookiejar, http.server, imaplib, ipaddress, poplib, selectors, smtplib, socketserver
import ssl, urllib.parse, urllib.request, uuid, xmlrpc.client

print(ssl.create_default_context().check_hostname)
print(urllib.request.Request("http://example.com/").host)
print(http.client.HTTPConnection("example.com", 80).host)
print(uuid.uuid4().version, len(uuid.uuid1().bytes))
