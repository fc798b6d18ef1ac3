"""What a profiler dumps."""
import cProfile

profile = cProfile.Profile()
profile.runcall(len, "")
profile.dump_stats("new")
