"""A spawned process imports what is not allowed: for its target, by the target itself, and in its main module."""
import importlib
import multiprocessing


def work():
    import secret


if __name__ == "__main__":
    for method in "spawn", "forkserver":
        context = multiprocessing.get_context(method)
        for target, arguments in (work, ()), (importlib.import_module, ("other",)):
            process = context.Process(target=target, args=arguments)
            process.start()
            process.join()
else:
    try:
        import third
    except Exception:
        pass
