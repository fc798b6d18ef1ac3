"""A module that is allowed, and one below it that is denied and that nobody wants."""
import xml.etree.ElementTree

print(xml.etree.ElementTree.fromstring("<a/>").tag)
