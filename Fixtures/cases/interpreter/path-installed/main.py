"""An installed package changes it as it is imported."""
import package

import evil
