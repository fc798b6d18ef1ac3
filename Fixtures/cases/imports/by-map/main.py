"""map calls __import__."""
list(map(__import__, ["secret"]))
