"""What reads modules reads data too."""
import importlib.machinery

print(importlib.machinery.SourceFileLoader("name", "secret").get_data("secret").decode(), end="")
