"""usercustomize in the user's own packages."""
print("main")
