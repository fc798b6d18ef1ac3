"""A compiled file with a function that says it is of the allowed package."""
import renderer

import evil

evil.work("print('data')")
