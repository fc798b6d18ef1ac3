import os
import shutil

folder = "other" + os.getcwd() + "/root"
os.makedirs(folder)
shutil.copy("secret", folder)
