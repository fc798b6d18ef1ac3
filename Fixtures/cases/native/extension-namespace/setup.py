from outside.build import extension

extension("package/__init__.so", "package")
