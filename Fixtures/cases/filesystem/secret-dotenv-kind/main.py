"""Settings of a project, of one kind."""
print(open("deep/.env.production").read(), end="")
