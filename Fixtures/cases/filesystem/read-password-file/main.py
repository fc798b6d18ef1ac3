"""OpenSSL opens a key with its own calls."""
import ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
try:
    context.load_cert_chain("secret")
except ssl.SSLError:
    print("read")
