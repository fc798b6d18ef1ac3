VALUE = "found"
