"""eval behind a cache."""
import functools

functools.lru_cache(eval)("print('data')")
