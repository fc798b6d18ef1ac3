"""argparse asks for the width of the terminal."""
import argparse

parser = argparse.ArgumentParser(prog="program", description="Some words.")
parser.add_argument("--name", help="a name")
assert "--name" in parser.format_help() and "Some words." in parser.format_help()
print(parser.parse_args(["--name", "value"]).name)
