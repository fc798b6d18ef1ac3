"""sitecustomize in the virtual environment."""
print("main")
