"""ssl asks for SSL_CERT_FILE and SSL_CERT_DIR."""
import ssl

ssl.create_default_context()
print(ssl.get_default_verify_paths().openssl_cafile_env)
