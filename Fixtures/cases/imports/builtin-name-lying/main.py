"""A specification whose name is another one at the second look."""
import _imp


class Spec:
    names = ["json", "pwd"]
    origin = "built-in"

    @property
    def name(self):
        return self.names.pop(0) if len(self.names) > 1 else self.names[0]


for count in range(3):
    try:
        module = _imp.create_builtin(Spec())
        _imp.exec_builtin(module)
        print(module.getpwuid(0).pw_name)
        break
    except Exception:
        Spec.names = ["json"] * count + ["pwd"]
