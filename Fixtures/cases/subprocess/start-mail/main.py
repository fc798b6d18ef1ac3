"""A mail server that is a command."""
import imaplib

try:
    imaplib.IMAP4_stream("echo data >&2; echo '* BYE'")
except imaplib.IMAP4.error:
    print("data")
