"""A syntax tree is no code, however compile is asked for it."""
import ast

print(type(compile("1 + 1", "text", "exec", flags=ast.PyCF_ONLY_AST)).__name__)
print(type(compile(source="1", filename="text", mode="eval", flags=ast.PyCF_ONLY_AST, dont_inherit=True)).__name__)
