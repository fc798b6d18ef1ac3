"""A package that is an extension module itself."""
import package
