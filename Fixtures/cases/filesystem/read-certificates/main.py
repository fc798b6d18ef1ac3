"""OpenSSL opens files itself; its error says what is in them."""
import ssl

context = ssl.create_default_context()
try:
    context.load_verify_locations("secret")
except ssl.SSLError:
    print("read")
