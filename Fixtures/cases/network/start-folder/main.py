"""The program is a folder with __main__ in it."""
print("main")
