"""The statement in a text that is executed."""
exec("import secret")
