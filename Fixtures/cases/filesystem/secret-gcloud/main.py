"""A key of Google's cloud."""
import os

print(open(os.path.expanduser("~/.config/gcloud/application_default_credentials.json")).read(), end="")
