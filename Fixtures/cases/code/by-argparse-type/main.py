"""argparse calls eval to convert an argument."""
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("value", type=eval)
parser.parse_args(["print('data')"])
