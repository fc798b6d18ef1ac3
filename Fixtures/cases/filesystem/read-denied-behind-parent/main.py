"""What is behind .. is the folder that the kernel finds there, which a link may have led to."""
print(open("real/secret").read(), end="")
