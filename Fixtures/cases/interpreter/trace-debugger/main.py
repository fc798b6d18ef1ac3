"""bdb sets the function for its caller."""
import bdb


class See(bdb.Bdb):
    seen = False

    def user_call(self, frame, arguments):
        if not See.seen:
            print("data")
        See.seen = True


def work():
    pass


see = See()
see.set_trace()
work()
