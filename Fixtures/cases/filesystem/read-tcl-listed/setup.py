import os

os.mkdir("../away")
open("../away/name", "w").close()
