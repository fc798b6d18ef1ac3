"""A package beside the program, with relative imports."""
import package.inner

print(package.inner.VALUE)
