from outside.build import extension

extension("other.bin", "_json")
