"""logging configured by a dict."""
import logging.config

logging.config.dictConfig({
    "version": 1,
    "formatters": {"plain": {"format": "{name} {message}", "style": "{"}},
    "filters": {"own": {"()": "logging.Filter", "name": "a"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "plain", "filters": ["own"]}},
    "root": {"handlers": ["out"], "level": "INFO"},
})
logging.getLogger("a").info("message %d", 1)
logging.getLogger("b").info("none")
