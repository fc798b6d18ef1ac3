try:
    from package.native import double
except ImportError:
    from package.plain import double
