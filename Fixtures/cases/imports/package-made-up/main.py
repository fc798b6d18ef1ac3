"""A package that is made up over the program's folder: the denied module's file under a longer name."""
import sys
import types

package = sys.modules["package"] = types.ModuleType("package")
package.__path__ = ["."]
from package import secret
