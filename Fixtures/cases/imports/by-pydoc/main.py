"""pydoc.locate imports for its caller."""
import pydoc

pydoc.locate("secret")
