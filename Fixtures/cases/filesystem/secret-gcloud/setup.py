import pathlib

file = pathlib.Path.home() / ".config/gcloud/application_default_credentials.json"
file.parent.mkdir(parents=True, exist_ok=True)
file.write_text("secret\n")
