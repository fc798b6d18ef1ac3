"""The same, by a descriptor."""
import os

print("secret" in os.listdir(os.open("../away", os.O_RDONLY)))
