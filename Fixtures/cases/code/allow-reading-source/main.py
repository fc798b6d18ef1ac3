"""Source read, parsed, tokenised and evaluated as a literal; nothing of it runs."""
import ast
import inspect
import io
import tokenize


def work():
    return {"a": [1, -2, (3.5, None)]}


tree = ast.parse(inspect.getsource(work))
print(ast.literal_eval("{'a': [1, -2, (3.5, None)]}") == work(), ast.literal_eval(tree.body[0].body[0].value) == work())
print(ast.unparse(ast.parse("a+b", mode="eval")), next(tokenize.generate_tokens(io.StringIO("a = 1").readline)).string)
