"""An extension module of another package than the allowed one."""
import sample.native
import native
