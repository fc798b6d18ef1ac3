"""exec."""
exec("print('data')")
