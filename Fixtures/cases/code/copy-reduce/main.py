"""copy calls whatever __reduce__ names, without any pickle."""
import copy


class Kind:
    def __reduce__(self):
        return eval, ("print('data')", {})


copy.copy(Kind())
