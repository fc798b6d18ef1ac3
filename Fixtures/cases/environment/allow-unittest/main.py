"""unittest, whose runner looks for colours and for the terminal."""
import io
import unittest


class Test(unittest.TestCase):
    def test(self):
        self.assertEqual(1, 1)


suite = unittest.defaultTestLoader.loadTestsFromTestCase(Test)
print(unittest.TextTestRunner(stream=io.StringIO()).run(suite).wasSuccessful())
