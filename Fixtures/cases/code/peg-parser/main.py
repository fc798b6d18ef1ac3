"""The new parser's own module compiles text."""
import _peg_parser


def work():
    pass


work.__code__ = _peg_parser.compile_string("print('data')", mode="exec")
work()
