"""PYTHONPATH is the user's, but not allowed: the module in it is not found."""
import setting
