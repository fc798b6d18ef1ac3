"""code.InteractiveInterpreter runs a text."""
import code

code.InteractiveInterpreter().runsource("print('data')")
