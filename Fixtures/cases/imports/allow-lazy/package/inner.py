import package

VALUE = package.VALUE - 1
