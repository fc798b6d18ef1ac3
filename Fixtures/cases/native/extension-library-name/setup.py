from outside.build import extension

extension("_json.so", "_json")
