"""A configuration file of logging with the arguments that its documentation has."""
import logging.config

logging.config.fileConfig("logging.ini")
logging.info("text")
print(open("log").read(), end="")
