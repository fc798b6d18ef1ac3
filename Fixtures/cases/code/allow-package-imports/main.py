"""The package executes code as it is imported, and a class of the program's derives from its class."""
import renderer


class Own(renderer.Base):
    pass


print(renderer.made(), Own().work())
