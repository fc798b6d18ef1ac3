import unittest


class Test(unittest.TestCase):
    def test(self):
        self.assertTrue(True)
