print('secret', flush=True)
