import part

print(part.__name__)
