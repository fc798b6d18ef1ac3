"""The function below every import."""
import importlib._bootstrap

importlib._bootstrap._gcd_import("secret")
