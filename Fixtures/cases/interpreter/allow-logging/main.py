"""logging changes its own tables, and replaces the hook for warnings."""
import logging
import sys
import warnings

logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(message)s", level=logging.INFO)
logging.captureWarnings(True)
logging.addLevelName(25, "NOTICE")
logging.log(25, "message")
logging.captureWarnings(False)
