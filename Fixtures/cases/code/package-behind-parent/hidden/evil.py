exec("print('data')")
