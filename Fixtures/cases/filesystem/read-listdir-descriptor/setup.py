import os

os.makedirs("../away/deep")
open("../away/secret", "w").close()
