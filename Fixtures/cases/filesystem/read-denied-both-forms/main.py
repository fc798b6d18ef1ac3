"""Two names that look the same and have other bytes are two files."""
for name in ("caf\u00e9", "cafe\u0301"):
    try:
        print(open(name).read(), end="")
    except PermissionError:
        pass
