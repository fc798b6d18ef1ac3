import os

os.makedirs("../elsewhere", exist_ok=True)
open("../elsewhere/name", "w").close()
