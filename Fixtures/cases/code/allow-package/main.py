"""A package that may execute code does so for the program, also from its callbacks."""
import renderer

print(renderer.render("<%= 1 + 1 %>"), renderer.Template("name.upper()").fill(name="a"), renderer.compiled("3")())
