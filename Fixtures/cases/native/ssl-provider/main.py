"""OpenSSL loads a library that its settings name, which the environment names."""
import os

with open("own.cnf", "w") as file:
    file.write("openssl_conf = a\n[a]\nproviders = b\n[b]\nown = c\ndefault = d\n[d]\nactivate = 1\n[c]\nactivate = 1\nmodule = ")
    file.write(os.path.abspath("library.so"))
os.environ["OPENSSL_CONF"] = os.path.abspath("own.cnf")
try:
    import ssl
except ImportError:
    pass
