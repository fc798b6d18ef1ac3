"""configparser, which makes nothing of errors."""
import configparser

parser = configparser.ConfigParser()
parser.read("secret")
print(parser.sections())
