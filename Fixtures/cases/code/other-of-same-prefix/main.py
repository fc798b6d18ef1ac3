"""A module of the program whose name begins with the allowed one's."""
import renderer_more

renderer_more.render("print('data')")
