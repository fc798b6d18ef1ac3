"""Tasks, generators, timeouts and threads of asyncio."""
import asyncio
import contextlib


@contextlib.asynccontextmanager
async def opened(value):
    yield value


async def numbers():
    for number in range(3):
        await asyncio.sleep(0)
        yield number


async def work():
    async with opened(1) as value:
        results = await asyncio.gather(asyncio.to_thread(abs, -2), asyncio.wait_for(asyncio.sleep(0, 3), 5))
        return value, results, [number async for number in numbers()]


print(asyncio.run(work()))
