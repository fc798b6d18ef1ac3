"""libc's own way to the system's log."""
import syslog

syslog.openlog("fixture")
syslog.syslog("secret")
print("logged")
