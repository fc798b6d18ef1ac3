"""The allowed package looks for its modules in another folder too."""
import os

import sample

sample.__path__.append(os.getcwd())
import sample.native
