"""breakpoint hands its argument to sys.breakpointhook."""
import sys

sys.breakpointhook = eval
breakpoint("print('data')")
