"""Every builtin function knows its module."""
print.__self__.exec("print('data')")
