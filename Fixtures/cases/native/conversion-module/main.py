"""The C library loads a conversion module, of a folder that a variable names, for a translation."""
import locale
import os

os.environ.update(GCONV_PATH=os.path.abspath("modules"), LANGUAGE="xx")
locale.setlocale(locale.LC_ALL, "C.UTF-8")
locale.bindtextdomain("sample", os.path.abspath("texts"))
locale.bind_textdomain_codeset("sample", "STRANGE")
locale.dgettext("sample", "text")
