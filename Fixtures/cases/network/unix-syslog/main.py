"""logging's handler for a log service on a unix socket."""
import logging.handlers
import os

try:
    handler = logging.handlers.SysLogHandler(os.path.join(os.environ["WORLD_SERVICES"], "log.sock"))
    handler.emit(logging.makeLogRecord({"msg": "data"}))
except OSError:
    print("refused")
