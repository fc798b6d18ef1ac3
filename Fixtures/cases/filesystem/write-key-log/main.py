"""OpenSSL writes down the keys of its connections."""
import ssl

ssl.create_default_context().keylog_filename = "new"
