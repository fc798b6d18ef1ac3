"""What a scope and a grant hold for, and what not: each test for both."""

import asyncio
import collections.abc
import concurrent.futures
import contextlib
import contextvars
import copy
import gc
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
import _thread

import hermetic
import pytest

#: What a thread that was there before any scope is to call, each with the future of its answer.
questions = queue.SimpleQueue()


def serve():
    while True:
        function, answer = questions.get()
        answer.set_result(function())


threading.Thread(target=serve, daemon=True).start()


def in_thread(function):
    """What a function gives back in a thread of its own."""
    with concurrent.futures.ThreadPoolExecutor(1) as executor:
        return executor.submit(function).result()


def in_raw_thread(function):
    answers, done = [], threading.Event()

    def run():
        answers.append(function())
        done.set()

    _thread.start_new_thread(run, ())
    assert done.wait(10)
    return answers[0]


def from_outside(function):
    """What a function gives back in a thread that has been there before any scope."""
    answer = concurrent.futures.Future()
    questions.put((function, answer))
    return answer.result(10)


# MARK: Where it begins and ends


def test_block(kind):
    with kind.scope():
        assert kind.holds()
    assert not kind.holds()


def test_object_is_given(kind):
    scope = kind.scope()
    with scope as given:
        assert given is scope


def test_exception(kind):
    with pytest.raises(KeyError):
        with kind.scope():
            raise KeyError
    assert not kind.holds()


def test_return_and_break(kind):
    def early():
        for _ in range(2):
            with kind.scope():
                break
        assert not kind.holds()
        with kind.scope():
            return kind.holds()

    assert early()
    assert not kind.holds()


def test_nested(kind):
    with kind.scope():
        with kind.scope():
            assert kind.holds()
        assert kind.holds()


def test_function_called_from_block(kind):
    def deep(depth):
        return kind.holds() if depth == 0 else deep(depth - 1)

    with kind.scope():
        assert deep(100)


def test_exit_stack(kind):
    with contextlib.ExitStack() as stack:
        stack.enter_context(kind.scope())
        assert kind.holds()
    assert not kind.holds()


def test_abandoned_object():
    kind = kinds()[0]
    scope = kind.scope()
    scope.__enter__()
    assert kind.holds()
    del scope
    gc.collect()
    assert not kind.holds()


def test_grant_ends_with_its_function():
    kind = kinds()[1]
    kept = []

    def leak():
        scope = kind.scope()
        kept.append(scope)
        scope.__enter__()
        assert kind.holds()

    leak()
    assert not kind.holds()


def kinds():
    from conftest import Granting, Narrowing

    return Narrowing(), Granting()


def test_manual_grant_is_not_the_next_calls():
    kind = kinds()[1]
    kept = []

    def work(enters):
        if enters:
            kept.append(kind.scope())
            kept[0].__enter__()
        return kind.holds()

    def generate(enters):
        if enters:
            kept.append(kind.scope())
            kept[1].__enter__()
        yield kind.holds()

    assert [work(True), work(False), work(False)] == [True, False, False]
    first = generate(True)
    assert next(first)
    del first
    assert not next(generate(False))


def test_setup_and_teardown():
    kind = kinds()[0]
    scope = kind.scope()

    def set_up():
        scope.__enter__()

    def tear_down():
        scope.__exit__(None, None, None)

    set_up()
    assert kind.holds()
    tear_down()
    assert not kind.holds()


def test_order_of_leaving():
    one, two = kinds()[0], kinds()[0]
    with contextlib.ExitStack() as first:
        second = contextlib.ExitStack()
        first.enter_context(one.scope())
        second.enter_context(two.scope())
        first.close()
        assert not one.holds() and two.holds()
        second.close()
        assert not two.holds()


# MARK: Generators


def test_generator(kind):
    def generate():
        with kind.scope():
            yield kind.holds()
            yield kind.holds()
        yield kind.holds()

    generator = generate()
    assert next(generator)
    assert not kind.holds()
    assert next(generator)
    assert not kind.holds()
    assert not next(generator)


def test_generator_resumed_elsewhere(kind):
    def generate():
        with kind.scope():
            yield kind.holds()
            yield kind.holds()

    generator = generate()
    assert next(generator)
    assert from_outside(lambda: next(generator))
    assert not from_outside(kind.holds)


@pytest.mark.parametrize("end", ["close", "throw", "collect"])
def test_generator_ended(kind, end):
    def generate():
        with kind.scope():
            yield kind.holds()

    generator = generate()
    assert next(generator)
    if end == "close":
        generator.close()
    elif end == "throw":
        with pytest.raises(KeyError):
            generator.throw(KeyError())
    else:
        loop = [generator]
        loop.append(loop)
        del generator, loop
        gc.collect()
    assert not kind.holds()


def test_generator_within_block_is_under_it(kind):
    def generate():
        while True:
            yield kind.holds()

    generator = generate()
    assert not next(generator)
    with kind.scope():
        assert next(generator)
    assert not next(generator)


def test_context_manager_of_a_generator():
    kind = kinds()[0]

    @contextlib.contextmanager
    def manager():
        with kind.scope():
            yield

    with manager():
        assert kind.holds()
    assert not kind.holds()


def test_grant_does_not_leave_a_generator_for_a_context_manager():
    kind = kinds()[1]

    @contextlib.contextmanager
    def manager():
        with kind.scope():
            yield

    with manager():
        assert not kind.holds()


# MARK: Contexts


def test_contexts(kind):
    older = contextvars.copy_context()
    with kind.scope():
        assert contextvars.Context().run(kind.holds)
        assert older.run(kind.holds)
        inner = contextvars.copy_context()
    assert not inner.run(kind.holds)


# MARK: Threads


def test_threads(kind):
    with kind.scope():
        assert in_thread(kind.holds)
        assert in_raw_thread(kind.holds)
        answers = []
        timer = threading.Timer(0, lambda: answers.append(kind.holds()))
        timer.start()
        timer.join()
        assert answers == [True]
    assert not in_thread(kind.holds)


def test_threads_of_threads(kind):
    with kind.scope():
        assert in_raw_thread(lambda: in_raw_thread(kind.holds))


def test_thread_that_was_there_before(kind):
    with kind.scope():
        assert not from_outside(kind.holds)


def test_thread_outlives_block():
    narrowing, granting = kinds()
    go, answers = threading.Event(), []

    def wait():
        go.wait(10)
        answers.append((narrowing.holds(), granting.holds()))

    with narrowing.scope(), granting.scope():
        thread = threading.Thread(target=wait)
        thread.start()
    go.set()
    thread.join()
    # A narrowing stays with what was started; a grant goes with its block.
    assert answers == [(True, False)]


@pytest.mark.parametrize("when", ["before", "inside"])
def test_executor(kind, when):
    executor = concurrent.futures.ThreadPoolExecutor(1)
    if when == "before":
        assert not executor.submit(kind.holds).result()
    with kind.scope():
        assert executor.submit(kind.holds).result()
        assert list(executor.map(lambda _: kind.holds(), range(3))) == [True] * 3
    assert not executor.submit(kind.holds).result()
    executor.shutdown()


def test_callbacks_of_futures(kind):
    answers = []
    future, other = concurrent.futures.Future(), concurrent.futures.Future()
    other.add_done_callback(lambda _: answers.append(kind.holds()))
    with kind.scope():
        future.add_done_callback(lambda _: answers.append(kind.holds()))
        from_outside(lambda: future.set_result(None))
        from_outside(lambda: other.set_result(None))
    assert answers == [True, False]


def test_process_wide():
    kind = kinds()[0]
    with kind.scope(across="process"):
        assert kind.holds() and from_outside(kind.holds)
    assert not kind.holds() and not from_outside(kind.holds)


def test_process_wide_is_hermetic_seals_default():
    with hermetic.hermetic_blocker(block_subprocess=True):
        assert from_outside(starts_nothing)
        assert starts_nothing()
    assert not starts_nothing()
    with hermetic.hermetic_blocker(block_subprocess=True, scope="context"):
        assert starts_nothing() and not from_outside(starts_nothing)


def starts_nothing():
    try:
        subprocess.run(["true"], check=True)
    except hermetic.PolicyViolation:
        return True
    return False


# MARK: asyncio


def test_coroutine(kind):
    async def sleep_and_ask(delay=0.0):
        await asyncio.sleep(delay)
        return kind.holds()

    async def other(answers):
        for _ in range(10):
            answers.append(kind.holds())
            await asyncio.sleep(0.001)

    async def main():
        loop = asyncio.get_running_loop()
        beside = []
        task = asyncio.ensure_future(other(beside))
        async with kind.scope():
            assert kind.holds()
            await asyncio.sleep(0.02)
            assert kind.holds()
            assert await sleep_and_ask()
            assert await asyncio.ensure_future(sleep_and_ask(0.001))
            assert await asyncio.gather(sleep_and_ask(), sleep_and_ask(0.001)) == [True, True]
            assert await loop.run_in_executor(None, kind.holds)
            if sys.version_info >= (3, 9):
                assert await asyncio.to_thread(kind.holds)
        assert not kind.holds()
        assert not await loop.run_in_executor(None, kind.holds)
        await task
        assert beside == [False] * 10

    asyncio.run(main())


def test_with_in_coroutine(kind):
    async def main():
        with kind.scope():
            await asyncio.sleep(0)
            assert kind.holds()
        assert not kind.holds()

    asyncio.run(main())


def test_callbacks_of_loops(kind):
    async def main():
        loop = asyncio.get_running_loop()
        empty = contextvars.Context()
        futures = [loop.create_future() for _ in range(5)]

        def answer(future):
            if not future.done():
                future.set_result(kind.holds())

        reader, writer = os.pipe()
        async with kind.scope():
            loop.call_soon(answer, futures[0], context=empty)
            loop.call_later(0.001, answer, futures[1])
            loop.call_soon_threadsafe(answer, futures[2])
            loop.add_reader(reader, answer, futures[3])
            os.write(writer, b"x")
            asked = loop.create_future()
            asked.add_done_callback(lambda _: answer(futures[4]))
            loop.call_soon(asked.set_result, None)
            assert await asyncio.gather(*futures) == [True] * 5
            loop.remove_reader(reader)
        os.close(reader)
        os.close(writer)

    asyncio.run(main())


def test_callback_of_another(kind):
    async def main():
        loop = asyncio.get_running_loop()
        future, answer = loop.create_future(), loop.create_future()
        future.add_done_callback(lambda _: answer.set_result(kind.holds()))
        async with kind.scope():
            future.set_result(None)
        assert not await answer

    asyncio.run(main())


def test_callback_found_by_others():
    kind = kinds()[0]

    def call(function):
        answers.append(function())

    answers = []

    async def main():
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        future.add_done_callback(call)
        async with kind.scope():
            found = [one for one in gc.get_objects() if type(one).__name__ == "Call" and one == call]
            for one in found:
                loop.call_soon(one, kind.holds)
                with pytest.raises(RuntimeError):
                    one(kind.holds)
            await asyncio.sleep(0.001)
        future.remove_done_callback(call)
        return found

    with kinds()[0].scope():
        pass
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)
    try:
        assert loop.run_until_complete(main())
    finally:
        loop.close()
    assert answers == []


def test_removing_a_callback(kind):
    async def main():
        future = asyncio.get_running_loop().create_future()

        def callback(_):
            pass

        async with kind.scope():
            future.add_done_callback(callback)
            assert future.remove_done_callback(callback) == 1

    asyncio.run(main())


def test_task_outlives_block():
    narrowing, granting = kinds()

    async def wait(event):
        await event.wait()
        return narrowing.holds(), granting.holds()

    async def main():
        event = asyncio.Event()
        async with narrowing.scope(), granting.scope():
            task = asyncio.ensure_future(wait(event))
        await asyncio.sleep(0)
        event.set()
        assert await task == (True, False)

    asyncio.run(main())


def test_task_with_an_empty_context(kind):
    if sys.version_info < (3, 11):
        pytest.skip("tasks take a context from 3.11 on")

    async def ask():
        await asyncio.sleep(0.001)
        return kind.holds()

    async def main():
        async with kind.scope():
            task = asyncio.get_running_loop().create_task(ask(), context=contextvars.Context())
            assert await task

    asyncio.run(main())


def test_cancelled_task(kind):
    async def wait():
        async with kind.scope():
            await asyncio.sleep(10)

    async def main():
        task = asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not kind.holds()

    asyncio.run(main())


def test_asynchronous_generator(kind):
    async def generate():
        async with kind.scope():
            yield kind.holds()
            await asyncio.sleep(0)
            yield kind.holds()

    async def main():
        async for holds in generate():
            assert holds
            assert not kind.holds()
        abandoned = generate()
        assert await abandoned.__anext__()
        await abandoned.aclose()
        assert not kind.holds()

    asyncio.run(main())


# MARK: Decorated


def test_decorated_functions(kind):
    @kind.scope()
    def plain(value, *, word="b"):
        """Says so."""
        return kind.holds(), value + word

    assert plain("a") == plain("a") == (True, "ab")
    assert plain.__name__ == "plain" and plain.__doc__ == "Says so."
    assert not kind.holds()


def test_decorated_recursion(kind):
    @kind.scope()
    def recurse(depth):
        assert kind.holds()
        if depth:
            recurse(depth - 1)
        assert kind.holds()

    recurse(5)
    assert not kind.holds()


def test_decorated_coroutine(kind):
    @kind.scope()
    async def ask():
        await asyncio.sleep(0.001)
        return kind.holds()

    async def main():
        task = asyncio.ensure_future(ask())
        await asyncio.sleep(0)
        assert not kind.holds()
        assert await task

    assert asyncio.iscoroutinefunction(ask)
    asyncio.run(main())


def test_decorated_generators(kind):
    @kind.scope()
    def generate():
        sent = yield kind.holds()
        yield sent, kind.holds()
        return "end"

    generator = generate()
    assert next(generator)
    assert not kind.holds()
    assert generator.send("x") == ("x", True)
    with pytest.raises(StopIteration) as stopped:
        next(generator)
    assert stopped.value.value == "end"

    @kind.scope()
    async def generate_later():
        try:
            sent = yield kind.holds()
            await asyncio.sleep(0)
            yield sent, kind.holds()
        except KeyError:
            yield "caught", kind.holds()

    async def main():
        generator = generate_later()
        assert await generator.__anext__()
        assert await generator.asend("x") == ("x", True)
        with pytest.raises(StopAsyncIteration):
            await generator.__anext__()
        generator = generate_later()
        await generator.__anext__()
        assert await generator.athrow(KeyError()) == ("caught", True)
        await generator.aclose()
        assert not kind.holds()

    asyncio.run(main())


def test_decorated_methods(kind):
    class Thing:
        @kind.scope()
        def method(self):
            return self, kind.holds()

        @kind.scope()
        @classmethod
        def of_class(cls):
            return cls, kind.holds()

        @kind.scope()
        @staticmethod
        def static():
            return kind.holds()

    thing = Thing()
    assert thing.method() == (thing, True)
    assert Thing.of_class() == (Thing, True)
    assert Thing.static()


@pytest.mark.parametrize("wrong", [3, int])
def test_decorated_by_mistake(wrong):
    with pytest.raises(TypeError):
        hermetic.scope(block_network=True)(wrong)


# MARK: Processes


def test_forked_child(kind):
    with kind.scope():
        child = os.fork()
        if not child:
            os._exit(0 if kind.holds() else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


# MARK: Nobody inside gets out


def test_leaving_from_within():
    kind = kinds()[0]

    def hostile():
        found = [thing for thing in gc.get_objects() if isinstance(thing, hermetic.scope)]
        assert scope in found
        with pytest.raises(RuntimeError):
            scope.__exit__(None, None, None)
        with pytest.raises(RuntimeError):
            with contextlib.ExitStack() as stack:
                stack.push(scope)
        return kind.holds()

    scope = kind.scope()
    with scope:
        assert hostile()
        assert in_raw_thread(hostile)
        assert kind.holds()


def test_manager_that_the_block_enters():
    kind = kinds()[0]

    @contextlib.contextmanager
    def hostile():
        with pytest.raises(RuntimeError):
            scope.__exit__(None, None, None)
        yield

    scope = kind.scope()
    with scope:
        with hostile():
            assert kind.holds()
        assert kind.holds()


def test_tasks_by_other_ways(kind):
    class Mine(asyncio.Task):
        pass

    class Calling(asyncio.Task):
        def __init__(self, *arguments, **keywords):
            super().__init__(*arguments, **keywords)

    async def ask():
        await asyncio.sleep(0)
        return kind.holds()

    async def generate():
        await asyncio.sleep(0)
        yield kind.holds()

    class Own(collections.abc.Coroutine):
        def __init__(self):
            self._inner = ask()

        def send(self, value):
            return self._inner.send(value)

        def throw(self, *error):
            return self._inner.throw(*error)

        def close(self):
            return self._inner.close()

        def __await__(self):
            return self._inner.__await__()

    async def main():
        loop = asyncio.get_running_loop()
        told = []
        async with kind.scope():
            tasks = [Mine(ask(), loop=loop), Calling(ask(), loop=loop), loop.create_task(Own()),
                     loop.create_task(generate().__anext__()), asyncio.ensure_future(Own())]
            done = loop.create_task(asyncio.sleep(0))
            done.add_done_callback(lambda _: told.append(kind.holds()))
            assert await asyncio.gather(*tasks) == [True] * 5
            await done
            await asyncio.sleep(0)
        assert told == [True]

    asyncio.run(main())


def test_coroutine_cannot_be_let_go():
    kind = kinds()[0]

    async def ask():
        await asyncio.sleep(0.001)
        return kind.holds()

    async def main():
        async with kind.scope():
            coroutine = ask()
            task = asyncio.ensure_future(coroutine)
            for reference in weakref.getweakrefs(coroutine):
                if reference.__callback__:
                    reference.__callback__(reference)
        assert await task

    asyncio.run(main())


def test_sub_interpreters():
    try:
        import _interpreters as interpreters
    except ImportError:
        interpreters = pytest.importorskip("_xxsubinterpreters")
    kind = kinds()[0]
    code = (
        "try: open({0!r} + '/sub', 'w').close()\n"
        "except PermissionError: open({1!r}, 'w').close()\n")
    outside = tempfile.mkdtemp()

    def attempt(name):
        interpreter = interpreters.create()
        run = getattr(interpreters, "exec", None) or interpreters.run_string
        run(interpreter, code.format(kind.folder, f"{outside}/{name}"))
        interpreters.destroy(interpreter)
        return os.path.exists(f"{outside}/{name}")

    def generate():
        with kind.scope():
            yield attempt("generator")

    with kind.scope():
        assert attempt("block")
    assert next(generate())
    assert not attempt("none")


def test_end_of_a_thread():
    """What runs where a thread's data is given back is under its scopes, and safe."""
    kind = kinds()[0]

    class Ending:
        def __del__(self):
            answers.append(kind.holds())

    answers, local = [], threading.local()

    def run():
        local.value = Ending()

    with kind.scope():
        for _ in range(20):
            in_raw_thread(run)
    deadline = time.monotonic() + 5
    while len(answers) < 20 and time.monotonic() < deadline:
        time.sleep(0.001)
    assert answers == [True] * 20


def test_signals_are_given_back():
    def handler(*_):
        pass

    before = signal.getsignal(signal.SIGUSR1)
    with kinds()[0].scope():
        signal.signal(signal.SIGUSR1, handler)
        assert signal.getsignal(signal.SIGUSR1) is handler
        assert signal.signal(signal.SIGUSR1, before) is handler
        asyncio.run(asyncio.sleep(0))
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ended_grant_is_over():
    kind = kinds()[1]
    scope = kind.scope()
    with scope:
        assert kind.holds()
    for find in (lambda: scope, lambda: copy.copy(scope), lambda: pickle.loads(pickle.dumps(scope))):
        with pytest.raises((RuntimeError, TypeError)):
            with find():
                pass
        assert not kind.holds()


def test_left_behind(kind):
    answers = []

    class Thing:
        pass

    thing = Thing()
    narrows = kind.name == "narrowing"
    with kind.scope():
        weakref.finalize(thing, lambda: answers.append(kind.holds()))
        before = signal.signal(signal.SIGUSR1, lambda *_: answers.append(kind.holds()))
    del thing
    gc.collect()
    os.kill(os.getpid(), signal.SIGUSR1)
    time.sleep(0.01)
    signal.signal(signal.SIGUSR1, before)
    assert answers == [narrows, narrows]


def test_exit_handlers():
    code = """if True:
        import atexit, hermetic, os, tempfile
        folder = tempfile.mkdtemp()
        with hermetic.scope(deny_write=[folder]):
            atexit.register(lambda: open(folder + "/late", "w"))
        atexit.register(lambda: print(os.listdir(folder)))
        atexit.register(lambda: open(folder + "/free", "w").close())
    """
    run = hermetic_run(code)
    assert "['free']" in run.stdout and "PolicyViolation" in run.stderr


def hermetic_run(code, *flags):
    """Runs code under hermetic, without this run's flags."""
    return subprocess.run(
        [hermetic._command[0], "--launch", os.environ["HERMETIC_TEST_LAUNCH"], *flags, "--",
         sys.executable, "-c", code],
        capture_output=True, text=True, timeout=60)


# MARK: Only narrowing


def test_intersection():
    with hermetic.scope(block_environment=True, allow_env=["A", "B"]):
        with hermetic.scope(block_environment=True, allow_env=["B", "C"]):
            allowed = [name for name in "ABC" if hermetic.check("env", name)]
    assert allowed == ["B"]


def test_inner_blocker_does_not_widen():
    folder = kinds()[0].folder
    with hermetic.hermetic_blocker(fs_readonly=True):
        with hermetic.hermetic_blocker():
            with pytest.raises(hermetic.PolicyViolation):
                open(folder + "/x", "w")
        with hermetic.scope(allow_write=[folder]):
            with pytest.raises(hermetic.PolicyViolation):
                open(folder + "/x", "w")


def test_grant_within_a_narrowing():
    kind = kinds()[1]
    with hermetic.scope(block_network=True):
        with kind.scope():
            assert not kind.holds()
    with kind.scope():
        with hermetic.scope(block_network=True):
            assert not kind.holds()
        assert kind.holds()


def test_every_family_in_a_scope(tmp_path, monkeypatch):
    monkeypatch.setenv("A_SECRET", "x")
    refused = {
        "block_subprocess": lambda: os.system("true"),
        "fs_readonly": lambda: open(tmp_path / "file", "w"),
        "block_environment": lambda: os.environ["A_SECRET"],
        "block_code_exec": lambda: eval("1"),
        "block_interpreter_mutation": lambda: sys.path.append("x"),
    }
    for keyword, attempt in refused.items():
        with hermetic.scope(**{keyword: True}):
            with pytest.raises(hermetic.PolicyViolation):
                attempt()
    while "x" in sys.path:
        sys.path.remove("x")
    assert os.environ["A_SECRET"] == "x" and eval("1") == 1
    with hermetic.scope(deny_imports=["colorsys"]):
        with pytest.raises(ImportError):
            import colorsys  # noqa: F401
    import colorsys  # noqa: F401, F811


def test_reading_in_a_scope(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "file").write_text("x")
        (folder / "key.pem").write_text("x")
    with hermetic.scope(deny_read=[f"{inside}/*.pem"]):
        assert (inside / "file").read_text() == "x"
        with pytest.raises(PermissionError):
            (inside / "key.pem").read_text()
        with pytest.raises(PermissionError):
            os.open(inside / "key.pem", os.O_RDONLY)
    with hermetic.scope(fs_readonly=inside):
        assert (inside / "file").read_text() == "x" and os.listdir(inside)
        import json.tool  # noqa: F401
        for attempt in (lambda: (outside / "file").read_text(), lambda: os.listdir(outside),
                        lambda: (inside / "new").write_text("")):
            with pytest.raises(hermetic.PolicyViolation):
                attempt()
    with hermetic.scope(allow_read=[outside]):
        assert (outside / "key.pem").read_text() == "x"
        with pytest.raises(hermetic.PolicyViolation):
            (inside / "file").read_text()
    assert (outside / "file").read_text() == (inside / "key.pem").read_text() == "x"


def test_harmless_things_in_a_scope_of_everything():
    with hermetic.hermetic_blocker(profile="block-all", scope="context"):
        import dataclasses

        @dataclasses.dataclass
        class Point:
            x: int

        assert Point(1) == Point(1)
        assert asyncio.run(asyncio.sleep(0, "done")) == "done"
        assert in_raw_thread(lambda: 1) == 1


def test_sealed():
    code = """if True:
        import hermetic, os
        scope = hermetic.hermetic_blocker(block_subprocess=True, sealed=True)
        with scope: pass
        del scope
        try: print(os.system("true"))
        except hermetic.PolicyViolation: print("sealed")
    """
    assert hermetic_run(code).stdout == "sealed\n"


# MARK: Under load


def test_many_threads_and_scopes():
    """50 threads enter and leave 1,000 scopes each; one beside them is never refused, others never permitted."""
    kind = kinds()[0]
    granting = kinds()[1]
    wrong, stop = [], threading.Event()

    def change(number):
        try:
            for turn in range(1000):
                with hermetic.scope(block_network=True, allow_domains=[f"h{turn % 5}.example"]):
                    if turn % 100 == number % 100:
                        with kind.scope():
                            if not kind.holds():
                                wrong.append("not held in its block")
                        if kind.holds():
                            wrong.append("held after its block")
        except BaseException as error:
            wrong.append(error)

    def watch():
        while not stop.is_set():
            if kind.holds():
                wrong.append("held outside")
            if granting.holds():
                wrong.append("granted outside")

    def grant():
        while not stop.is_set():
            with granting.scope():
                if not granting.holds():
                    wrong.append("not granted in its block")

    helpers = [threading.Thread(target=function) for function in (watch, grant)]
    threads = [threading.Thread(target=change, args=(number,)) for number in range(50)]
    for thread in helpers + threads:
        thread.start()
    for thread in threads:
        thread.join()
    stop.set()
    for thread in helpers:
        thread.join()
    assert wrong == []


def test_nothing_is_kept():
    """Resident memory does not grow with scopes that have been left."""
    def resident():
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def change(count):
        for number in range(count):
            with hermetic.scope(deny_write=[f"/nowhere/{number}"]):
                pass

    change(2000)
    before = resident()
    change(5000)
    assert resident() - before < 4 << 20

