"""exec of a code object that the program has anyway."""
exec((lambda: print("data")).__code__)
