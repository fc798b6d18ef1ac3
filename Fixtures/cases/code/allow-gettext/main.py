"""A catalogue with plural forms, whose formula gettext turns into a function."""
import gettext

translation = gettext.translation("program", "locale", ["de"])
print([translation.ngettext("one file", "%d files", number) for number in (1, 2, 0)], translation.gettext("none"))
print([gettext.c2py("n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2")(number) for number in (1, 5, 0)])
