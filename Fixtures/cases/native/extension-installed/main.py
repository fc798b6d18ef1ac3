"""An extension module of an installed package."""
import sample.native
