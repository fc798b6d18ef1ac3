"""A folder with settings in it gets another name, which keeps them refused."""
import os

os.rename("deep", "other")
print(open("other/.env").read(), end="")
