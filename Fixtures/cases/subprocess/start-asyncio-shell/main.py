"""asyncio with a shell."""
import asyncio


async def work():
    await (await asyncio.create_subprocess_shell("echo data")).wait()


asyncio.run(work())
