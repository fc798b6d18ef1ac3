from outside.build import extension

extension("_cffi_backend.so", "_cffi_backend")
