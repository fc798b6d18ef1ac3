"""Another installed module may not."""
import other

other.work()
