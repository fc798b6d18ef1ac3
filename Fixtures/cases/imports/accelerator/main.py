"""json goes on without its accelerator: that is what the user asked for."""
import json

print(json.loads("[1]"), json.decoder.c_scanstring is None)
