"""A pager."""
import pydoc

pydoc.pipepager("data\n", "cat")
