"""pydoc asks for the pager and for the documentation's place."""
import pydoc

print(pydoc.plain(pydoc.render_doc("len")).splitlines()[0])
