"""An extension module beside the program."""
import native
