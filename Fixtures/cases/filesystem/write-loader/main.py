"""What an import writes with, asked to write something else."""
import importlib.machinery

importlib.machinery.SourceFileLoader("name", "name.py").set_data("new", b"data")
