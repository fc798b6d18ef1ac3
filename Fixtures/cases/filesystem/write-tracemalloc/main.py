"""What tracemalloc dumps."""
import tracemalloc

tracemalloc.start()
tracemalloc.take_snapshot().dump("new")
