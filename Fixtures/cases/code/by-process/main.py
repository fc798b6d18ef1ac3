"""A process whose target is exec."""
import multiprocessing

process = multiprocessing.get_context("fork").Process(target=exec, args=("import os; os.write(1, b'data\\n')", {}))
process.start()
process.join()
