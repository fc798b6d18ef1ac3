import os

os.mkdir("away/deep")
os.symlink("../away/deep", "root/link")
