"""`hermetic.PolicyViolation`, as a program under a policy sees it.

Run under hermetic, with the network refused: `run.py` does.
"""

import asyncio
import copy
import errno
import pickle
import socket
import sys
import unittest

import hermetic

#: The built-in exception that programs expect of each family, and what it must say.
FAMILIES = {
    "network": (PermissionError, {"errno": errno.EACCES}),
    "filesystem": (PermissionError, {"errno": errno.EACCES, "filename": "thing"}),
    "subprocess": (PermissionError, {"errno": errno.EACCES}),
    "environment": (KeyError, {}),
    "imports": (ImportError, {"name": "thing", "msg": "refused: thing"}),
    "native": (ImportError, {"name": "thing", "msg": "refused: thing"}),
    "code_exec": (RuntimeError, {}),
    "interpreter": (RuntimeError, {}),
}


def made(family):
    return hermetic._violation("refused: thing", family, "thing", "--flag", "f.py", 3, "main")


class EachFamily(unittest.TestCase):
    def test_is_what_programs_expect(self):
        for family, (expected, attributes) in FAMILIES.items():
            with self.subTest(family):
                violation = made(family)
                self.assertIsInstance(violation, hermetic.PolicyViolation)
                self.assertIsInstance(violation, RuntimeError)
                self.assertIsInstance(violation, expected)
                for name, value in attributes.items():
                    self.assertEqual(getattr(violation, name), value)
                if expected is PermissionError:
                    self.assertEqual(violation.strerror, "refused: thing")

    def test_says_what_was_refused_and_nothing_else(self):
        for family in FAMILIES:
            with self.subTest(family):
                violation = made(family)
                self.assertEqual(str(violation), "refused: thing")
                self.assertEqual(violation.guard, family)
                self.assertEqual(violation.target, "thing")
                self.assertEqual(violation.rule, "--flag")
                self.assertEqual(violation.caller, ("f.py", 3, "main"))
                self.assertEqual(type(violation).__name__, "PolicyViolation")
                self.assertIn("thing", repr(violation))

    def test_survives_pickling_and_copying(self):
        for family in FAMILIES:
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                with self.subTest(family, protocol=protocol):
                    violation = made(family)
                    for again in (pickle.loads(pickle.dumps(violation, protocol)), copy.copy(violation)):
                        self.assertIs(type(again), type(violation))
                        self.assertEqual(vars(again), vars(violation))
                        self.assertEqual(str(again), str(violation))


class ARefusal(unittest.TestCase):
    def test_says_who_did_it(self):
        with self.assertRaises(hermetic.PolicyViolation) as caught:
            socket.create_connection(("93.184.216.34", 80))
        violation = caught.exception
        self.assertEqual(str(violation), "network disabled: connect(93.184.216.34:80)")
        self.assertEqual(violation.guard, "network")
        self.assertEqual(violation.target, "93.184.216.34:80")
        self.assertRegex(violation.rule, "^--(no-network|grantable domain:)")
        self.assertEqual(violation.errno, errno.EACCES)
        file, line, function = violation.caller
        self.assertEqual(file, __file__)
        self.assertEqual(function, "test_says_who_did_it")
        self.assertGreater(line, 0)

    def test_comes_from_every_way_to_the_same_thing(self):
        stream, datagram = socket.SOCK_STREAM, socket.SOCK_DGRAM
        for kind, refused in (
            (stream, lambda _: socket.getaddrinfo("example.com", 80)),
            (stream, lambda _: socket.gethostbyname("example.com")),
            (stream, lambda _: socket.gethostbyname_ex("example.com")),
            (stream, lambda _: socket.gethostbyaddr("example.com")),
            (stream, lambda _: socket.getnameinfo(("93.184.216.34", 80), 0)),
            (stream, lambda client: client.connect(("example.com", 80))),
            (stream, lambda client: client.connect_ex(("example.com", 80))),
            (stream, lambda client: client.connect_ex(("93.184.216.34", 80))),
            (stream, lambda client: client.bind(("0.0.0.0", 8080))),
            (stream, lambda client: client.listen()),
            (datagram, lambda client: client.sendto(b"", ("93.184.216.34", 53))),
            (datagram, lambda client: client.sendmsg([b""], [], 0, ("example.com", 53))),
        ):
            with socket.socket(type=kind) as client, self.assertRaises(hermetic.PolicyViolation):
                refused(client)

    def test_is_an_os_error_to_asyncio(self):
        async def main():
            try:
                await asyncio.open_connection("example.com", 80)
            except OSError as error:
                return error

        self.assertIsInstance(asyncio.run(main()), hermetic.PolicyViolation)


class TheModule(unittest.TestCase):
    def test_is_one_and_the_same(self):
        self.assertIn("hermetic", sys.builtin_module_names)
        again = __import__("hermetic")
        self.assertIs(again, hermetic)

    def test_cannot_be_talked_out_of_refusing(self):
        kept = vars(hermetic).copy()
        try:
            vars(hermetic).clear()
            with self.assertRaises(RuntimeError):
                socket.getaddrinfo("example.com", 80)
        finally:
            vars(hermetic).update(kept)


if __name__ == "__main__":
    unittest.main()
