"""libc reads TZ."""
import datetime
import time

print(time.tzname[0], datetime.datetime.fromtimestamp(0).hour)
