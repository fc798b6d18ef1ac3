"""gettext asks for the languages."""
import gettext

print(gettext.translation("program", "locale", fallback=True).gettext("text"))
print(gettext.find("program", "locale") is not None)
