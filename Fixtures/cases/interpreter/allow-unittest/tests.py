import unittest
import unittest.mock

import other


class Test(unittest.TestCase):
    @unittest.mock.patch('other.VALUE', 2)
    def test(self):
        self.assertEqual(other.VALUE, 2)
