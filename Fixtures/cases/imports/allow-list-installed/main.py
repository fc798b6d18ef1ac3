"""An installed module that is allowed imports others of its own accord, at import and later."""
import requests

print(requests.work(), requests.late())
