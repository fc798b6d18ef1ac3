"""Clients of other protocols reach an allowed domain."""
import ftplib
import smtplib

print(ftplib.FTP("example.com").getwelcome())
print(smtplib.SMTP("example.com", local_hostname="here").noop())
