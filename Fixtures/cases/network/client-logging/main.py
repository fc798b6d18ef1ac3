"""logging's network handlers swallow what goes wrong when they send."""
import logging
import logging.handlers

log = logging.getLogger("app")
log.addHandler(logging.handlers.DatagramHandler("93.184.216.35", 9000))
log.addHandler(logging.handlers.SocketHandler("93.184.216.35", 9000))
log.addHandler(logging.handlers.SysLogHandler(("93.184.216.35", 514)))
log.addHandler(logging.handlers.HTTPHandler("93.184.216.35:8080", "/log"))
log.warning("data")
print("logged")
