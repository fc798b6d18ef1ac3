"""The program's own modules, and their source in a traceback."""
import traceback

import module
import package.part

try:
    module.fail()
except ValueError:
    print(traceback.format_exc().splitlines()[-2].strip())
print(package.part.VALUE)
