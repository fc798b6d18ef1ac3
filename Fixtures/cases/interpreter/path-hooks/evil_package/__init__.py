__path__ = ["own:kind"]
