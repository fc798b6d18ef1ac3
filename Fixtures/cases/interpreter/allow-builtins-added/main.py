"""gettext.install adds a builtin, which replaces none."""
import builtins
import gettext

gettext.install("program", "locale")
print(_("text"), builtins._("text"))
