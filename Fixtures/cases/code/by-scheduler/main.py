"""sched calls eval."""
import sched

scheduler = sched.scheduler()
scheduler.enter(0, 0, eval, ("print('data')", {}))
scheduler.run()
