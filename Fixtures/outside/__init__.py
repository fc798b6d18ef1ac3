"""A world with no outside, in which fixtures run. `world.py` is its command line."""
