"""An extension module in a package."""
import package.native
