"""A denied name stands for what is below it, not for what begins alike."""
import secrets
import secret_other
import xml.etree.ElementTree

print(secrets.token_hex(1) != "", secret_other.VALUE)
