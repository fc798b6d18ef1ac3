from outside.build import library

library("library.so")
