import os
import pkgutil

__path__ = pkgutil.extend_path(__path__, __name__)
__path__.append(os.path.join(os.path.dirname(__file__), 'more'))
