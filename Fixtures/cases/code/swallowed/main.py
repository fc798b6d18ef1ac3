"""The refusal is swallowed; the closing line says it all the same."""
try:
    eval("print('data')")
except RuntimeError as error:
    assert type(error).__name__ == "PolicyViolation"
