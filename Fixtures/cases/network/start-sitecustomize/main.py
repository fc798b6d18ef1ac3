"""sitecustomize in a folder of PYTHONPATH."""
print("main")
