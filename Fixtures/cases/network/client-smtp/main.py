"""smtplib mails data out."""
import smtplib

smtp = smtplib.SMTP("93.184.216.35", 25, local_hostname="here", timeout=5)
print(smtp.helo("data"))
