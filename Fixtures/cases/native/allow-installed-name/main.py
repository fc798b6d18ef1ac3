"""An installed package, allowed by the name that imports use."""
import sample.native

print(sample.native.__name__)
