# What is started in a scope, run into the package's namespace behind `_scopes`.

# A thread is under what was in force where it was started. What runs on a thread or in a loop that was there
# before is put off here: it takes what is in force along.


async def _ready(value):
    return value


async def _through(awaitable):
    """What a task runs in place of an awaitable that has no frame."""
    return await awaitable


def _watch_starts(name, module):
    """Called by the engine with each module that is there or has just been imported."""
    try:
        _watched[name](module)
    except Exception as error:
        # What is not followed would not be held, and nobody would know.
        _sys.unraisablehook(_Unraisable(error, name, "hermetic cannot follow what is started by"))


def _wrapping(kind, name, make):
    original = getattr(kind, name, None)
    if original is None:
        return
    made = make(original)
    for attribute in ("__module__", "__name__", "__qualname__", "__doc__"):
        try:
            setattr(made, attribute, getattr(original, attribute))
        except AttributeError:
            pass
    made.__wrapped__ = original
    setattr(kind, name, made)


def _watch_executors(module):
    def submit(original):
        def submit(self, fn, /, *args, **kwargs):
            # Another interpreter's worker is sent its call in a pickle.
            if any(kind.__name__ == "InterpreterPoolExecutor" for kind in type(self).__mro__):
                return original(self, fn, *args, **kwargs)
            return original(self, _put_off((fn, args, kwargs)))

        return submit

    _wrapping(module.ThreadPoolExecutor, "submit", submit)


def _watch_futures(module):
    def add_done_callback(original):
        def add_done_callback(self, fn):
            return original(self, _put_off((fn, (self,), {})))

        return add_done_callback

    _wrapping(module.Future, "add_done_callback", add_done_callback)


def _watch_events(module):
    def __init__(original):
        def __init__(self, callback, *arguments, **keywords):
            if not _steps.has(callback):
                callback = _carry(callback)
            original(self, callback, *arguments, **keywords)

        return __init__

    _wrapping(module.Handle, "__init__", __init__)


def _elsewhere(function):
    """Calls a function in a thread of its own: from 3.14 on, a thread has one loop and one task at a time."""
    import _thread

    done, failed = _thread.allocate_lock(), []

    def run():
        try:
            function()
        except BaseException as error:
            failed.append(error)
        finally:
            done.release()

    done.acquire()
    _thread.start_new_thread(run, ())
    done.acquire()
    if failed:
        raise failed[0]


class _Steps:
    """What a task has its loop call: it follows its own scopes, whoever wakes it."""

    def __init__(self):
        self._seen, self._task = frozenset(), None

    def learn(self, module):
        """Has a task take two steps, to see what it hands to its loop."""
        seen = []

        class Loop:
            def call_soon(self, callback, *arguments, context=None):
                seen.append(callback)

            def get_debug(self):
                return False

            def call_exception_handler(self, context):
                pass

        class Future:
            _asyncio_future_blocking = True

            def get_loop(self):
                return loop

            def add_done_callback(self, callback, *, context=None):
                seen.append(callback)

            def __await__(self):
                yield self

        async def wait():
            await Future()

        def step():
            task = module.Task(wait(), loop=loop)
            task._log_destroy_pending = False
            module.events._set_running_loop(loop)
            try:
                seen[0]()
            finally:
                module.events._set_running_loop(None)

        loop = Loop()
        _elsewhere(step)
        self._seen, self._task = frozenset(map(self._kind, seen)), module.Task

    def _kind(self, callback):
        # A method of Python's own is told by its function, one of C's by its name.
        function = getattr(callback, "__func__", None)
        return type(callback), id(function) if function else getattr(callback, "__name__", None)

    def has(self, callback):
        if type(callback) not in [kind for kind, _ in self._seen]:
            return False
        return self._kind(callback) in self._seen and isinstance(callback.__self__, self._task)


_steps = _Steps()


def _watch_tasks(module):
    def __init__(original):
        def __init__(self, coro, *arguments, **keywords):
            original(self, _follow(coro), *arguments, **keywords)

        return __init__

    _steps.learn(module)
    _wrapping(module._PyTask, "__init__", __init__)
    _follow_tasks(module.Task)
    _follow_futures(module.Task)


def _watch_asyncio_futures(module):
    def add_done_callback(original):
        def add_done_callback(self, fn, **keywords):
            return original(self, _settle((self, fn)), **keywords)

        return add_done_callback

    _wrapping(module._PyFuture, "add_done_callback", add_done_callback)
    _follow_futures(module.Future)


def _watch_pools(module):
    def carried(pool, keywords):
        return {
            name: _replace(value) if name.endswith("callback") and callable(value) else value
            for name, value in keywords.items()
        }

    def apply_async(original):
        def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
            if isinstance(self, module.ThreadPool):
                func, args, kwds = _put_off((func, tuple(args), dict(kwds))), (), {}
            return original(
                self, func, args, kwds, **carried(
                    self, {"callback": callback, "error_callback": error_callback}))

        return apply_async

    def _map_async(original):
        def _map_async(
                self, func, iterable, mapper, chunksize=None, callback=None, error_callback=None):
            if isinstance(self, module.ThreadPool):
                func = _replace(func)
            return original(
                self, func, iterable, mapper, chunksize, **carried(
                    self, {"callback": callback, "error_callback": error_callback}))

        return _map_async

    def imap(original):
        def imap(self, func, iterable, chunksize=1):
            if isinstance(self, module.ThreadPool):
                func = _replace(func)
            # A thread of the pool goes through it.
            following = _replace(iter(iterable).__next__)

            def items():
                while True:
                    try:
                        item = following()
                    except StopIteration:
                        return
                    yield item

            return original(self, func, items(), chunksize)

        return imap

    _wrapping(module.Pool, "apply_async", apply_async)
    _wrapping(module.Pool, "_map_async", _map_async)
    _wrapping(module.Pool, "imap", imap)
    _wrapping(module.Pool, "imap_unordered", imap)


def _watch_exits(module):
    def register(original):
        def register(func, /, *args, **kwargs):
            original(_carry(func), *args, **kwargs)
            return func

        return register

    _wrapping(module, "register", register)


def _watch_signals(module):
    def signal(original):
        def signal(signalnum, handler):
            return _inner(original(signalnum, _carry(handler) if callable(handler) else handler))

        return signal

    def getsignal(original):
        def getsignal(signalnum):
            return _inner(original(signalnum))

        return getsignal

    _wrapping(module, "signal", signal)
    _wrapping(module, "getsignal", getsignal)


def _watch_finalizers(module):
    def __init__(original):
        def __init__(self, obj, func, /, *args, **kwargs):
            original(self, obj, _carry(func), *args, **kwargs)

        return __init__

    def told(original):
        def told(self):
            found = original(self)
            return found and (found[0], _inner(found[1]), *found[2:])

        return told

    _wrapping(module.finalize, "__init__", __init__)
    _wrapping(module.finalize, "peek", told)
    _wrapping(module.finalize, "detach", told)


_watched = {
    "concurrent.futures.thread": _watch_executors,
    "concurrent.futures._base": _watch_futures,
    "asyncio.events": _watch_events,
    "asyncio.futures": _watch_asyncio_futures,
    "asyncio.tasks": _watch_tasks,
    "multiprocessing.pool": _watch_pools,
    "atexit": _watch_exits,
    "signal": _watch_signals,
    "weakref": _watch_finalizers,
}
