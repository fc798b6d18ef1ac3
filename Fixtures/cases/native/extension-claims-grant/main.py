"""An extension module beside the program that is called as the allowed package is."""
import sample.native
