NAME = __package__
