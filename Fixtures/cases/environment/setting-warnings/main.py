"""PYTHONWARNINGS names a class, for which Python imports a module."""
import warnings

warnings.warn("noted")
