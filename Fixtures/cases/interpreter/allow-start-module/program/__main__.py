import program.inner

print(program.inner.NAME)
