"""A package that does without its extension module."""
import package

print(package.double(4))
