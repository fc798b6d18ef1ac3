"""getpass.getuser reads LOGNAME."""
import getpass

print(getpass.getuser())
