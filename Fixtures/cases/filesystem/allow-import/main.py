"""An import would keep what it compiles, and does without."""
import module
import package.part

print(module.VALUE, package.part.VALUE)
