"""A log file."""
import logging

logging.basicConfig(filename="new", format="%(message)s")
logging.warning("data")
