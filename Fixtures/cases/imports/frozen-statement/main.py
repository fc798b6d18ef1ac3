"""A frozen module, by the statement."""
import __hello__

__hello__.main()
