"""A package with an optional dependency takes its fallback."""
import package

print(package.NAME)
