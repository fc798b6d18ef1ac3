from outside.build import extension

extension("lib-dynload/native.so")
