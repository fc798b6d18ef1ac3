"""pdb runs what it reads from its input."""
import io
import pdb
import sys

pdb.Pdb(stdin=io.StringIO("!print('data', file=sys.__stdout__)\ncontinue\n"), stdout=io.StringIO(), readrc=False).set_trace()
print(end="")
