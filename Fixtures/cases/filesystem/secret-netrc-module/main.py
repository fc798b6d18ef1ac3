"""netrc looks in the home folder itself."""
import netrc

print(netrc.netrc().authenticators("host")[2])
