"""optparse, with gettext and COLUMNS."""
import optparse

parser = optparse.OptionParser(prog="program")
parser.add_option("--name", help="word " * 20)
print(max(map(len, parser.format_help().splitlines())) <= 60)
