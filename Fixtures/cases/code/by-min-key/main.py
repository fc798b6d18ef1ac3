"""min calls eval for its keys."""
min(["print('data')"], key=eval)
