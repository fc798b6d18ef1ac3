"""An installed package, allowed by the name of its distribution."""
import sample.native

print(sample.native.__name__)
