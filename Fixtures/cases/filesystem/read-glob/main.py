"""glob, which makes nothing of errors."""
import glob

print(glob.glob("../away/secr*"))
