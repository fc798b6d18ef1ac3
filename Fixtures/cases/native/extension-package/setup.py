from outside.build import extension

extension("package/native.so")
