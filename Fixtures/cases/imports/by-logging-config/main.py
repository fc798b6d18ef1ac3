"""logging's configuration names a module."""
import logging.config

logging.config.DictConfigurator({"version": 1}).resolve("secret.VALUE")
