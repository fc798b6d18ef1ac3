"""A relative import within the package."""
import package.asks
