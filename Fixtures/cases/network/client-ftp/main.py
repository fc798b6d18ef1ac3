"""ftplib says hello to an FTP server."""
import ftplib

ftp = ftplib.FTP("evil.test", timeout=5)
print(ftp.login("user", "data"))
