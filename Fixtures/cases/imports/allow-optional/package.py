try:
    import secret
except ImportError:
    NAME = "fallback"
else:
    NAME = "secret"
