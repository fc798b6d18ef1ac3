"""cProfile, whose function is C's."""
import cProfile


def work():
    pass


seen = cProfile.Profile()
seen.enable()
work()
seen.disable()
print("data" if any("work" in str(entry.code) for entry in seen.getstats()) else "none")
