from outside.build import extension

extension("native.so")
