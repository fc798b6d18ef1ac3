import part

print(part.NAME)
