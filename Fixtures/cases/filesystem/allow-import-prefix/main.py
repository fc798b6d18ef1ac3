"""The same where what is compiled is kept elsewhere."""
import module

print(module.VALUE)
