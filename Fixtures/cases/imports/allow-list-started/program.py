import json

print(json.loads('[1]'))
