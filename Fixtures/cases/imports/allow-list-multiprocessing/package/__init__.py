import concurrent.futures
import multiprocessing


def run(method):
    from .work import Work
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        return pool.submit(Work(3)).result()
