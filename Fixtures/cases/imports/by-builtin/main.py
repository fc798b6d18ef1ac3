"""__import__."""
__import__("secret")
