import unittest


class Test(unittest.TestCase):
    def test(self):
        with self.subTest(number=1), self.assertRaises(ValueError):
            int('a')
