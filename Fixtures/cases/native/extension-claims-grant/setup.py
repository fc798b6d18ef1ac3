from outside.build import extension

extension("sample/native.so")
