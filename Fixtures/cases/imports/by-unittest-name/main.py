"""unittest's loader imports for its caller."""
import unittest

unittest.defaultTestLoader.loadTestsFromName("secret")
