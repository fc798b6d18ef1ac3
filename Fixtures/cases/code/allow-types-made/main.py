"""Classes that are made by calls."""
import types

Made = type("Made", (), {"work": lambda self: "made"})
New = types.new_class("New", (Made,), {}, lambda names: names.update(value=1))
print(Made().work(), New().work(), New.value, types.MethodType(lambda self: self, 1)(), types.SimpleNamespace(a=1).a, types.ModuleType("m").__name__)
