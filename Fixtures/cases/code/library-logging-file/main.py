"""logging evaluates the arguments in its configuration file."""
import logging.config

logging.config.fileConfig("logging.ini")
