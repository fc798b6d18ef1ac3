"""A folder moves to where reading is allowed, writing being closed nowhere."""
import os

os.rename("away", "root/away")
print(open("root/away/secret").read(), end="")
