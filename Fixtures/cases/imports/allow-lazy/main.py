"""A package that imports its modules when they are asked for, and a circular import."""
import package

print(package.inner.VALUE, package.VALUE)
