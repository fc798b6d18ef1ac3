"""package.secret is another module than secret, also where it is asked for by a relative name."""
import package.secret
from package import asks, secret

print(secret.VALUE, asks.VALUE, package.secret is secret)
