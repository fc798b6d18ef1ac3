"""A denied name stands for all below it."""
import xml.etree.ElementTree

print(xml.etree.ElementTree.fromstring("<data/>").tag)
