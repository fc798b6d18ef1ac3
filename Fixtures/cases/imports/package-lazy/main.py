"""The package imports the module when it is asked for."""
import package

package.secret
