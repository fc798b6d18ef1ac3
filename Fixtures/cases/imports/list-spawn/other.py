print('other', flush=True)
