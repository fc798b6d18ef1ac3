"""unittest.mock.patch imports what it patches."""
import unittest.mock

with unittest.mock.patch("secret.VALUE", 2):
    pass
