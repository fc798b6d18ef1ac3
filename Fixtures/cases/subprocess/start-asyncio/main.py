"""asyncio with a program."""
import asyncio


async def work():
    await (await asyncio.create_subprocess_exec("echo", "data")).wait()


asyncio.run(work())
