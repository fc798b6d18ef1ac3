"""The same, asked for by a variable."""
import ssl

ssl.create_default_context()
