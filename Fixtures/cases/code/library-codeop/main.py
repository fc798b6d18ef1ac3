"""codeop compiles a line as the prompt does."""
import codeop
import types

types.FunctionType(codeop.compile_command("print('data')"), globals())()
