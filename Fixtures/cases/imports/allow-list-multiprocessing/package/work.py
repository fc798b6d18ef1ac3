class Work:
    def __init__(self, number):
        self.number = number

    def __call__(self):
        import fractions
        return str(fractions.Fraction(self.number, 2))
