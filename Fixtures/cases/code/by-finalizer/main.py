"""weakref.finalize calls eval as an object goes."""
import weakref


class Kind:
    pass


object = Kind()
weakref.finalize(object, eval, "print('data')", {})
del object
