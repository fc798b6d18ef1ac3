"""The package of the program's module executes text on a thread before that begins."""
