"""A module that is built into the interpreter."""
import pwd

print(pwd.getpwuid(0).pw_name)
