"""A log file that is opened late and moved on."""
import logging.handlers

handler = logging.handlers.RotatingFileHandler("new", maxBytes=8, backupCount=1, delay=True)
for text in ("first", "second", "third"):
    handler.emit(logging.makeLogRecord({"msg": text}))
