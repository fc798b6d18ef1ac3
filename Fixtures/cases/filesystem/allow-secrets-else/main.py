"""Files and variables that are no secrets."""
import os

with open(os.path.expanduser("~/.config/program.ini"), "w") as file:
    file.write("text")
print(open(os.path.expanduser("~/.config/program.ini")).read(), sorted(os.listdir(os.path.expanduser("~"))), open("environment").read())
print(os.environ["TOKENIZERS_PARALLELISM"], os.environ["MONKEY"], "HOME" in os.environ, "PATH" in os.environ)
