print('third', flush=True)
