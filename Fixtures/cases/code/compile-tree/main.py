"""A syntax tree, which may be made, is compiled."""
import ast

exec(compile(ast.parse("print('data')"), "<tree>", "exec"))
