"""The package imports the module itself."""
import package
